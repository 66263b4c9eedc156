/**
 * Servers and browsers, started through the Node launcher, and {@code zeroback dev} as a developer
 * starts it; and the sockets, requests and pages through which tests speak to them.
 */
package dev.zeroback.conformance.harness;

/**
 * Sessions of several clients written down frame by frame and replayed against a running Worker.
 */
package dev.zeroback.conformance.session;

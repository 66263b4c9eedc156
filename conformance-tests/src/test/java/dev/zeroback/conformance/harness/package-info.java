/** Starts servers and browsers through the Node launcher and speaks to them as clients do. */
package dev.zeroback.conformance.harness;

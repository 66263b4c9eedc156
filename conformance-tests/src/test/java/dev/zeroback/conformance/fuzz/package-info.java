/** Input that no honest client sends. */
package dev.zeroback.conformance.fuzz;

/** What Zeroback promises to clients, checked from outside on a running Worker. */
package dev.zeroback.conformance;

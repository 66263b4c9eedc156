/**
 * The composition root: wires the parts together and says what happens when a frame, a request, an
 * alarm or a function's outcome arrives. May import everything.
 */
package dev.zeroback.core.engine;

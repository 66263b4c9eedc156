/**
 * A deterministic simulation of the engine in a hostile world: a seed decides how the awaits of
 * scripted functions interleave, when sockets drop, duplicate and delay, when the object sleeps or
 * dies, how the clock jumps and which SQL statement fails. What the engine does is compared with a
 * model that knows nothing of indexes, ranges or conflicts.
 */
package dev.zeroback.core.simulation;

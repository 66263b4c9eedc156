/**
 * Mutation testing of the simulation: the engine's classes are changed one fault at a time as they
 * are loaded, and the simulation has to notice. The engine itself has no switch for it.
 */
package dev.zeroback.core.simulation.fault;

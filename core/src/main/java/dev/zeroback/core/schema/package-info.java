/**
 * Tables, their fields and their indexes: those that the deployed program declares and the engine's
 * own; and what all of these may be called. May import validator and below.
 */
package dev.zeroback.core.schema;

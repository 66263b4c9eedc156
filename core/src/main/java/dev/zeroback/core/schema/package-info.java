/**
 * Tables, their fields and their indexes, as the deployed program declares them. May import
 * validator and below.
 */
package dev.zeroback.core.schema;

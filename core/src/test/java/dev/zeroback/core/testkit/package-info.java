/**
 * The engine's ports for tests: plain Java trees for the host's values, a clock that tests move,
 * seeded randomness and SQL on sqlite-jdbc. Other modules use it through this module's test-jar.
 */
package dev.zeroback.core.testkit;

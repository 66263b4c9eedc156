/**
 * What the modules mean together: the schema and the functions that a project declares, followed
 * through imports and re-exports. May import diagnostic and below.
 */
package dev.zeroback.cli.analysis;

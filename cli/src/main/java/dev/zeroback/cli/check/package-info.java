/**
 * What can be known to be wrong before anything runs: names of tables, fields, indexes and
 * functions, crons that never fire, handlers that fetch. May import analysis and below, and what
 * the engine knows of names and cron expressions.
 */
package dev.zeroback.cli.check;

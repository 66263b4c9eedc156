/**
 * What can be known to be wrong before anything runs: names of tables, fields, indexes and
 * functions, crons that never fire, handlers that fetch. May import analysis and below, and the
 * engine's reader of cron expressions.
 */
package dev.zeroback.cli.check;

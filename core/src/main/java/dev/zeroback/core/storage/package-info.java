/**
 * How documents lie in SQLite: tables, columns, rows and the steps from one schema to the next. May
 * import readset and below.
 */
package dev.zeroback.core.storage;

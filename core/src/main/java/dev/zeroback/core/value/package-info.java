/**
 * Values: ids, field paths, the order of values and the sort keys that carry it into SQL. May
 * import error and port.
 */
package dev.zeroback.core.value;

/** What a user searches for, as an expression of FTS5. May import storage and everything below. */
package dev.zeroback.core.query.search;

/**
 * Queries: a description becomes a plan, the plan SQL with bound values, and the answer says which
 * key range it read. May import storage and everything below.
 */
package dev.zeroback.core.query;

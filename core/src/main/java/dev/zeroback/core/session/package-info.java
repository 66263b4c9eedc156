/**
 * A socket's state: its protocol, identity and subscriptions, what each was last told, the
 * exactly-once record of its mutations, and what of all this survives hibernation. May import
 * protocol, subscription and everything below.
 */
package dev.zeroback.core.session;

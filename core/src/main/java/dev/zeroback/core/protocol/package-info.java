/**
 * The wire protocol: JSON frames to client messages, server messages to JSON frames, and nothing
 * else. The normative text is docs/wire-protocol.md. May import value, error and port.
 */
package dev.zeroback.core.protocol;

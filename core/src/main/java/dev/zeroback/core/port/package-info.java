/**
 * Everything outside the engine, as small synchronous interfaces: SQL, sockets, time, randomness,
 * user functions and the host's own values. This package imports nothing of the project. The worker
 * implements it on a Durable Object, the testkit on sqlite-jdbc.
 */
package dev.zeroback.core.port;

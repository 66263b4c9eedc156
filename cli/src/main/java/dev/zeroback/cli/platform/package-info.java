/**
 * What the CLI needs of the machine it runs on, as small interfaces: files, processes, the
 * terminal, the network, type checker and bundler. Imports nothing of the project; {@code node}
 * implements it on Node, tests in memory.
 */
package dev.zeroback.cli.platform;

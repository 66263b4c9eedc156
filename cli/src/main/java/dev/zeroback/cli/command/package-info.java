/**
 * The commands, one class each, and what they share: the command line, the project, Wrangler, the
 * running server. May import everything but node.
 */
package dev.zeroback.cli.command;

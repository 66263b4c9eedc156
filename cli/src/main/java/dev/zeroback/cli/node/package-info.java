/**
 * The program's entry and its platform on Node: the only package that knows JavaScript. May import
 * command and platform.
 */
package dev.zeroback.cli.node;

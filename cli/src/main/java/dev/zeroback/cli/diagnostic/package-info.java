/**
 * What is said to the user about their code: where, what, and how to fix it. May import platform
 * and syntax.
 */
package dev.zeroback.cli.diagnostic;

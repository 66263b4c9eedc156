/** The boundaries between the CLI's packages, as rules that fail the build. */
package dev.zeroback.cli.architecture;

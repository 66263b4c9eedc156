/** The files of {@code _generated/}, from what analysis found. May import analysis and below. */
package dev.zeroback.cli.generate;

/** The boundaries between packages, as rules that fail the build. */
package dev.zeroback.core.architecture;

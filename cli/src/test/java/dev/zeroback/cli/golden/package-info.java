/** Whole projects: a folder of TypeScript in, generated code or error messages out. */
package dev.zeroback.cli.golden;

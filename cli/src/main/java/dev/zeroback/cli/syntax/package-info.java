/**
 * TypeScript as text: one module's imports, exports and declarations with their positions, parsed
 * by ANTLR. Knows nothing of Zeroback. Imports nothing of the project.
 */
package dev.zeroback.cli.syntax;

/**
 * TypeScript as text: one module's imports, exports and declarations with their positions, parsed
 * by ANTLR once {@code TokenClassifier} has told its tokens apart, and the calls among its tokens.
 * Knows nothing of Zeroback. Imports nothing of the project.
 */
package dev.zeroback.cli.syntax;

/**
 * The engine as one ES module: adapters that put the engine's ports on JavaScript, and the exported
 * boundary that {@code src/main/ts/engine.d.ts} types. All code that knows JavaScript is here. May
 * import everything of core.
 */
package dev.zeroback.worker;

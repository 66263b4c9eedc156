// Lets the engine's optimized code outlive garbage collections. V8 discards the code of a function when a collection frees
// the hidden class of an object that the function creates or reads, and most objects of an engine are gone between two
// events: without this, each collection sends the whole engine back to the interpreter.

/** Runs in the reader of the class table, for the class `cls`. */
export const noteClass = "(keepShapes.classes??=[]).push(cls);"

/**
 * Adds the export `keepShapes()`, which keeps one object of each class in place of those of the call before. A hidden class
 * changes while its fields meet new kinds of numbers, so one call at the start is not enough. Constructors of compiled
 * classes only give fields their defaults; Java's constructors are functions of their own.
 */
export function exportKeepShapes(text) {
  text.append("\nfunction keepShapes(){keepShapes.kept=keepShapes.classes.map(cls=>new cls());}export{keepShapes};")
}

// Arrays of objects are most often short. `new Array(n).fill(null)` leaves V8's optimized code for each of them, and changes
// the new array's hidden class as well.

const FILLED = /let (\w+)\s*=\s*new Array\((\w+)\);\s*\1\.fill\(null\);/

/** A longer array is made at once instead of growing. */
const LONGEST = 64

/**
 * Makes short arrays of objects by pushing their nulls, in `text` (a MagicString of the module's source).
 *
 * @throws {Error} If the module makes its arrays of objects in another way.
 */
export function pushNulls(text) {
  const [filled, array, length] = FILLED.exec(text.original) ?? []
  if (filled === undefined) throw new Error("The arrays of objects are made in another way.")
  const start = text.original.indexOf(filled)
  text.overwrite(
    start,
    start + filled.length,
    `let ${array}=[];if(${length}>${LONGEST})${array}=new Array(${length}).fill(null);` +
      `else for(let i=0;i<${length};i++)${array}.push(null);`,
  )
}

// Arrays of objects are most often short. `new Array(n).fill(null)` leaves V8's optimized code for each of them, and changes
// the new array's hidden class as well. Pushing the nulls is a loop, slow before V8 has optimized it, and leaves room for more.

const FILLED = /let (\w+)\s*=\s*new Array\((\w+)\);\s*\1\.fill\(null\);/

/** A longer array is made at once. */
const LONGEST = 64

/**
 * Makes short arrays of objects as copies of one of the same length, in `text` (a MagicString of the module's source).
 *
 * @throws {Error} If the module makes its arrays of objects in another way.
 */
export function copyNulls(text) {
  const [filled, array, length] = FILLED.exec(text.original) ?? []
  if (filled === undefined) throw new Error("The arrays of objects are made in another way.")
  const start = text.original.indexOf(filled)
  text.prepend("let $nulls=[];")
  text.overwrite(
    start,
    start + filled.length,
    `let ${array};if(${length}>${LONGEST})${array}=new Array(${length}).fill(null);else{` +
      `${array}=$nulls[${length}];if(!${array}){${array}=[];while(${array}.length<${length})${array}.push(null);` +
      `$nulls[${length}]=${array};}${array}=${array}.slice();}`,
  )
}

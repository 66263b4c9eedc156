// Lets functions that do the same be one. Accessors of unrelated classes are, once their fields share names.
import { constantFunctions, eachValue } from "./syntax.mjs"

/**
 * Has the first of several equal functions called for all of them, in `text` (a MagicString of the source of `tree`); the
 * others are left without a use. Functions that call what was two functions before may be equal in another round.
 *
 * @returns {number} How many names were replaced.
 */
export function mergeTwins(tree, text) {
  const firsts = new Map()
  const twins = new Map()
  for (const { id, init } of constantFunctions(tree)) {
    const source = text.original.slice(init.start, init.end).replace(/\s+/g, " ")
    if (firsts.has(source)) twins.set(id.name, firsts.get(source))
    else firsts.set(source, id.name)
  }
  let count = 0
  eachValue(tree, (node, parent) => {
    const first = node.type === "Identifier" ? twins.get(node.name) : undefined
    if (first === undefined || parent.id === node) return
    text.overwrite(node.start, node.end, first)
    count++
  })
  return count
}

// Gives unrelated classes the same one-letter field names.
//
// TeaVM numbers the fields of all classes together, so that a name says which class it belongs to. Nothing reads that,
// and text that repeats itself compresses better: the n-th field of every class may have the same name, if no class
// shares a name with one that it inherits.
import { eachNode } from "./syntax.mjs"

const LETTERS = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"]

/** Renames, in `text` (a MagicString of the module's source), every field that the module's classes declare. */
export function shareFieldNames(module, text) {
  const declared = [...module.classes.values()].flatMap((each) => each.fields)
  if (new Set(declared).size !== declared.length) throw new Error("Two classes declare a field of the same name.")
  const taken = otherNames(module.tree, new Set(declared))
  const names = LETTERS.filter((letter) => !taken.has(letter))
  const renamed = new Map()
  for (const each of module.classes.values()) {
    let place = inheritedFields(module, each)
    for (const field of each.fields) {
      const name = names[place++]
      if (name === undefined) throw new Error(`A class has more than ${names.length} fields.`)
      renamed.set(field, name)
    }
  }
  eachNode(module.tree, (node) => {
    if (node.type !== "MemberExpression" || node.computed) return
    const name = renamed.get(node.property.name)
    if (name !== undefined) text.overwrite(node.property.start, node.property.end, name)
  })
}

function inheritedFields(module, each) {
  const parent = module.classes.get(each.parent)
  if (parent === undefined) return 0
  return parent.fields.length + inheritedFields(module, parent)
}

/** Whatever else may name a property: members, keys of literals, texts. */
function otherNames(tree, fields) {
  const names = new Set()
  const add = (name) => {
    if (!fields.has(name)) names.add(name)
  }
  eachNode(tree, (node) => {
    if (node.type === "MemberExpression" && !node.computed) add(node.property.name)
    else if (node.type === "Property" && !node.computed) add(node.key.name ?? String(node.key.value))
    else if (node.type === "Literal" && typeof node.value === "string") add(node.value)
  })
  return names
}

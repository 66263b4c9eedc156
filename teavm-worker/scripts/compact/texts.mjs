// Numbers the texts of the module anew. A use says a text by its place in one list, `u(264)`: the fewer digits the
// frequent ones have and the more a number resembles the one used before it, the fewer bits gzip needs for it.
import remapping from "@jridgewell/remapping"
import MagicString from "magic-string"
import { eachNode, eachValue, parseModule, topLevelDeclarations } from "./syntax.mjs"

/** A text used more often than that stands in the front of the list, by the number of its uses. */
const FREQUENT = 2

/**
 * Returns the module with the frequent texts first and the others in the order of their use. Those that nothing uses go.
 *
 * @param {string} source A minified module.
 * @param {string} sourceMap Its source map, as JSON.
 * @throws {Error} If the module has no such list, or names a place in it in another way than with a number.
 */
export function textsInOrderOfUse(source, sourceMap) {
  const tree = parseModule(source)
  const { list, reader } = listOfTexts(tree)
  const uses = usesOf(tree, reader)
  const counts = new Map()
  for (const { value } of uses) counts.set(value, (counts.get(value) ?? 0) + 1)
  const used = [...counts.keys()]
  const order = [
    ...used.filter((place) => counts.get(place) > FREQUENT).sort((a, b) => counts.get(b) - counts.get(a)),
    ...used.filter((place) => counts.get(place) <= FREQUENT),
  ]
  const placeOf = new Map(order.map((former, place) => [former, place]))
  const text = new MagicString(source)
  const literal = ({ start, end }) => source.slice(start, end)
  text.overwrite(list.start, list.end, `[${order.map((place) => literal(list.elements[place])).join(",")}]`)
  for (const use of uses) text.overwrite(use.start, use.end, String(placeOf.get(use.value)))
  const toOrdered = text.generateMap({ hires: "boundary", source: "ordered.js" })
  const map = remapping(toOrdered.toString(), (file) => (file === "ordered.js" ? sourceMap : null))
  return { code: text.toString(), map: map.toString() }
}

/** `fill(["text", ...])` with `fill = texts => { ... all = new Array(...) ... }` and `reader = place => all[place]` */
function listOfTexts(tree) {
  const calls = tree.body.map((statement) => statement.expression).filter(isListOfTexts)
  const declared = topLevelDeclarations(tree)
  const fill = [...declared, ...tree.body].find(({ id }) => id?.name === calls[0]?.callee.name)
  const arrays = new Set()
  if (fill !== undefined) {
    eachNode(fill, (node) => {
      if (node.type === "AssignmentExpression" && node.left.type === "Identifier") arrays.add(node.left.name)
    })
  }
  const readers = declared.filter(
    ({ init }) =>
      init?.type === "ArrowFunctionExpression" &&
      init.body.type === "MemberExpression" &&
      init.body.computed &&
      init.body.property.name === init.params[0]?.name &&
      arrays.has(init.body.object.name),
  )
  if (calls.length !== 1 || readers.length !== 1) throw new Error("The list of texts has another form.")
  return { list: calls[0].arguments[0], reader: readers[0].id.name }
}

function isListOfTexts(expression) {
  const list = expression?.type === "CallExpression" ? expression.arguments[0] : undefined
  return (
    expression?.arguments?.length === 1 &&
    list.type === "ArrayExpression" &&
    list.elements.length > 0 &&
    list.elements.every((element) => element.type === "TemplateLiteral" || typeof element.value === "string")
  )
}

/** The numbers given to the reader of the list, in the order of the text. */
function usesOf(tree, reader) {
  const uses = []
  let mentions = 0
  eachValue(tree, (node) => {
    if (node.type === "Identifier" && node.name === reader) mentions++
    if (node.type === "CallExpression" && node.callee.name === reader) uses.push(numbersOf(node.arguments[0]))
  })
  // The declaration is the mention that calls nothing; a variable of that name elsewhere would be another.
  if (mentions !== uses.length + 1) throw new Error("Something reads the list of texts without a call.")
  return uses.flat().sort((a, b) => a.start - b.start)
}

/** `264` or `test ? 264 : 265` */
function numbersOf(place) {
  if (place.type === "ConditionalExpression") return [...numbersOf(place.consequent), ...numbersOf(place.alternate)]
  if (typeof place.value !== "number") throw new Error("A text is read from a place that is not a number.")
  return [place]
}

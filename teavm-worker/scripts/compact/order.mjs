// Puts like beside like: gzip writes a function shorter when one that resembles it stands close before it.
import remapping from "@jridgewell/remapping"
import MagicString from "magic-string"
import { gzipSync } from "node:zlib"
import { declareFunction, isDeclarable } from "./functions.mjs"
import { parseModule } from "./syntax.mjs"

/** Declarations resemble each other by the pieces of this many characters that they share. */
const PIECE = 6

/** A declaration is compared with so many before it. Which number is best changes with the code, so all are tried. */
const WINDOWS = [4, 6, 8, 16]

/** Makes few pieces in a short declaration count for less: it has few to share. */
const SHORT = 20

/** How much a long declaration, which shares more with any other, must share more to count as alike: between 0 and 1. */
const WEIGHT = 0.5

/**
 * Returns the module with its functions, plain values and declared names first, like beside like, and then, as they were,
 * the statements that run. Arrow functions are declared as functions where they can be. Nothing of the first kind runs anything, so their order among each other means nothing.
 *
 * @param {string} source A minified module.
 * @param {string} sourceMap Its source map, as JSON.
 */
export function likeBesideLike(source, sourceMap) {
  const found = parts(source)
  const [smallest] = WINDOWS.map((window) => inOrder(source, found, window)).sort((a, b) => a.gzipped - b.gzipped)
  const toMinified = smallest.text.generateMap({ hires: "boundary", source: "minified.js" })
  const map = remapping(toMinified.toString(), (file) => (file === "minified.js" ? sourceMap : null))
  return { code: smallest.text.toString(), map: map.toString() }
}

/** The module's text in an order made with this window, and its size. */
function inOrder(source, { functions, values, others }, window) {
  // Parts move behind the end, and the last part cannot while it is the end.
  const text = new MagicString(`${source}\n`)
  const alike = byLikeness(values, source, window)
  const declarable = alike.filter(isDeclarable)
  const plain = alike.filter((node) => !isDeclarable(node))
  const ordered = [
    ...byLikeness(functions, source, window).map((node) => ({ node, before: "", after: "" })),
    ...declarable.map((node) => ({ node, before: "", after: "" })),
    ...plain.map((node, place) => ({
      node,
      before: place === 0 ? "let " : "",
      after: place === plain.length - 1 ? ";" : ",",
    })),
    ...others,
  ]
  let end = 0
  for (const { node } of ordered.toSorted((a, b) => a.node.start - b.node.start)) {
    if (end < node.start) text.remove(end, node.start)
    end = node.end
  }
  text.remove(end, source.length + 1)
  for (const node of declarable) declareFunction(node, text)
  for (const { node, before, after } of ordered) {
    text.appendRight(node.start, before)
    text.appendLeft(node.end, after)
    text.move(node.start, node.end, source.length + 1)
  }
  return { text, gzipped: gzipSync(text.toString(), { level: 9 }).length }
}

/** The top level of the module: declarations of functions, variables that run nothing, and all others as they stand. */
function parts(source) {
  const functions = []
  const values = []
  const others = []
  for (const statement of parseModule(source).body) {
    if (statement.type === "FunctionDeclaration") functions.push(statement)
    else if (statement.type !== "VariableDeclaration") others.push({ node: statement, before: "", after: "" })
    else if (statement.kind !== "let")
      throw new Error(`The compiled module declares with ${statement.kind}, not with let.`)
    else {
      for (const node of statement.declarations) {
        if (node.init === null || ["ArrowFunctionExpression", "Literal"].includes(node.init.type)) values.push(node)
        else others.push({ node, before: "let ", after: ";" })
      }
    }
  }
  return { functions, values, others }
}

/** Each next one is that which has most in common with the last ones, for its length. */
function byLikeness(nodes, source, window) {
  const pieces = piecesOfEach(nodes.map((node) => source.slice(node.id.end, node.end)))
  const holders = new Map()
  pieces.forEach((own, index) => own.forEach((piece) => holders.set(piece, [...(holders.get(piece) ?? []), index])))
  const common = nodes.map(() => 0)
  const near = new Map()
  const count = (index, by) => {
    for (const piece of pieces[index]) {
      const before = near.get(piece) ?? 0
      near.set(piece, before + by)
      if (before === 0 || before + by === 0) for (const holder of holders.get(piece)) common[holder] += by
    }
  }
  const likeness = (index) => common[index] / (nodes[index].end - nodes[index].start + SHORT) ** WEIGHT
  const left = new Set(nodes.keys())
  const order = []
  while (left.size > 0) {
    let [next] = left
    for (const index of left) if (likeness(index) > likeness(next)) next = index
    left.delete(next)
    count(next, 1)
    order.push(next)
    if (order.length > window) count(order.at(-1 - window), -1)
  }
  return order.map((index) => nodes[index])
}

function piecesOfEach(texts) {
  return texts.map((text) => {
    const pieces = new Set()
    for (let start = 0; start + PIECE <= text.length; start++) pieces.add(text.slice(start, start + PIECE))
    return pieces
  })
}

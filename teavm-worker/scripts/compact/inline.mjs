// Writes what a small function does where it is called. TeaVM leaves an accessor or a forwarder for every method that says
// no more; what stands in their place is shorter, and costs no call while V8 has not optimized the code around it.
import { constantFunctions, eachValue, topLevelDeclarations } from "./syntax.mjs"

/** A function that does more than this, in characters, stays a function. */
const LONGEST = 60

/** How many characters longer than the call its replacement may be: gzip writes plain members in few bits. */
const GROWTH = 1

/** What a function may be made of: each part is evaluated once, from left to right. */
const PLAIN = new Set(["Identifier", "Literal", "MemberExpression", "CallExpression", "BinaryExpression"])

/** These stand in any place without parentheses. */
const TIGHT = new Set(["Identifier", "CallExpression", "MemberExpression", "ThisExpression"])

/**
 * Replaces, in `text` (a MagicString of the source of `tree`), the calls of functions that return one plain expression in
 * which each parameter stands once, in order. What is put in may hold such calls: another round replaces them.
 *
 * @returns {number} How many calls were replaced.
 */
export function inlineSmallFunctions(tree, text) {
  const functions = constantFunctions(tree)
  const constant = new Set(functions.map(({ id }) => id.name))
  const topLevel = new Set(topLevelDeclarations(tree).map(({ id }) => id.name))
  const local = localNames(tree)
  const small = new Map()
  for (const { id, init } of functions) {
    const callee = asSmall(init, constant)
    const names = callee?.names ?? []
    if (callee !== undefined && !names.includes(id.name) && !names.some((name) => local.has(name)))
      small.set(id.name, callee)
  }
  // Whatever stands between, such an argument has the same value.
  const isSteady = ({ type, name }) => type === "Literal" || (type === "Identifier" && !topLevel.has(name))
  let count = 0
  eachValue(tree, (node) => {
    const callee = node.type === "CallExpression" ? small.get(node.callee.name) : undefined
    if (callee === undefined || node.arguments.length !== callee.uses.length) return
    const [first, ...others] = node.arguments
    if (!others.every(isSteady) || (first && !isSteady(first) && !callee.beginsWithParameter)) return
    if (replace(node, callee, text)) count++
  })
  return count
}

/** The names of parameters and of variables inside functions. */
function localNames(tree) {
  const names = new Set()
  const add = (node) => eachValue(node, ({ type, name }) => type === "Identifier" && names.add(name))
  eachValue(tree, ({ type, params, declarations, param }, parent) => {
    if (/Function/.test(type)) params.forEach(add)
    else if (type === "CatchClause" && param) add(param)
    else if (type === "VariableDeclaration" && parent.type !== "Program") declarations.forEach(({ id }) => add(id))
  })
  return names
}

/** A function that can stand in place of its calls; `undefined` if it cannot. */
function asSmall({ params, body }, constant) {
  const expression = resultOf(body)
  if (!expression || expression.end - expression.start > LONGEST) return undefined
  const parameters = params.map(({ name }) => name)
  const uses = []
  const names = []
  let plain = true
  eachValue(expression, (node) => {
    plain &&= PLAIN.has(node.type) && !node.computed
    if (node.type === "Identifier") (parameters.includes(node.name) ? uses : names).push(node)
  })
  uses.sort((a, b) => a.start - b.start)
  if (!plain || uses.map(({ name }) => name).join() !== parameters.join()) return undefined
  let beginsWithParameter = true
  eachValue(expression, (node) => {
    const before = uses.length > 0 && node.end <= uses[0].start
    if (before && !(node.type === "Identifier" && constant.has(node.name))) beginsWithParameter = false
  })
  return { expression, uses, names: names.map(({ name }) => name), beginsWithParameter }
}

/** What a function returns, if it does nothing else. */
function resultOf(body) {
  if (body.type !== "BlockStatement") return body
  return body.body.length === 1 && body.body[0].type === "ReturnStatement" ? body.body[0].argument : undefined
}

/** Puts the expression in place of the call, unless that makes it much longer. */
function replace(call, { expression, uses }, text) {
  const given = call.arguments
  const ends = [expression.start, ...uses.map((use) => use.end)]
  const starts = [...uses.map((use) => use.start), expression.end]
  // What stands before, between and behind the arguments.
  const pieces = ends.map((end, at) => text.original.slice(end, starts[at]))
  if (!TIGHT.has(expression.type)) {
    pieces[0] = `(${pieces[0]}`
    pieces[pieces.length - 1] += ")"
  }
  given.forEach(({ type }, at) => {
    if (TIGHT.has(type)) return
    pieces[at] += "("
    pieces[at + 1] = `)${pieces[at + 1]}`
  })
  const former = call.end - call.start - given.reduce((sum, { start, end }) => sum + end - start, 0)
  if (pieces.join("").length > former + GROWTH) return false
  const borders = [call.start, ...given.flatMap(({ start, end }) => [start, end]), call.end]
  pieces.forEach((piece, at) => text.overwrite(borders[2 * at], borders[2 * at + 1], piece))
  return true
}

// What the steps of the compaction ask of a syntax tree (ESTree).
import { parse } from "acorn"

export function parseModule(source) {
  return parse(source, { ecmaVersion: 2022, sourceType: "module" })
}

/** Calls `visit(node, parent)` for each node below and including `node`. */
export function eachNode(node, visit, parent = undefined) {
  visit(node, parent)
  for (const child of childrenOf(node)) eachNode(child, visit, node)
}

/** As `eachNode`, without the names of properties: every identifier is a variable. */
export function eachValue(node, visit, parent = undefined) {
  visit(node, parent)
  const name = node.computed ? undefined : (node.property ?? node.key)
  for (const child of childrenOf(node)) if (child !== name) eachValue(child, visit, node)
}

function childrenOf(node) {
  return Object.values(node)
    .flat()
    .filter((child) => typeof child?.type === "string")
}

/** The declarations of variables at the top of a module. */
export function topLevelDeclarations(tree) {
  return tree.body.flatMap((statement) => statement.declarations ?? [])
}

/** Those of arrow functions under a name that nothing assigns again: what has that name is that function. */
export function constantFunctions(tree) {
  const assigned = new Set()
  eachValue(tree, ({ type, left, argument }) => {
    const target = type === "AssignmentExpression" ? left : type === "UpdateExpression" ? argument : undefined
    if (target?.type === "Identifier") assigned.add(target.name)
  })
  return topLevelDeclarations(tree).filter(
    ({ id, init }) => init?.type === "ArrowFunctionExpression" && !assigned.has(id.name),
  )
}

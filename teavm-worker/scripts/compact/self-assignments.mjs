// Removes statements like `a = a;`: TeaVM writes one for a cast that it does not check.
import { eachNode } from "./syntax.mjs"

/** Removes, in `text` (a MagicString of the module's source), every assignment of a variable to itself. */
export function dropSelfAssignments(module, text) {
  eachNode(module.tree, (node) => {
    if (node.type === "ExpressionStatement" && isSelfAssignment(node.expression)) {
      text.overwrite(node.start, node.end, ";")
    }
  })
}

function isSelfAssignment({ type, operator, left, right }) {
  return type === "AssignmentExpression" && operator === "=" && left.type === "Identifier" && left.name === right.name
}

// Spares every new object a call: the constructor of TeaVM's Object sets one field to 0, which gets its value, an identity
// hash, when it is first asked for. A field that is not there asks for it as well.
import { eachNode } from "./syntax.mjs"

const FIELD = "$id$"

/**
 * Empties the constructor of the root class and takes out its calls, in `text` (a MagicString of the source of `tree`).
 *
 * @throws {Error} If the root class has another form.
 */
export function dropRootField(tree, text) {
  const [root, ...others] = tree.body.filter(({ type, body }) => type === "FunctionDeclaration" && setsField(body))
  if (root === undefined || others.length > 0) throw new Error("The root class has another form.")
  text.overwrite(root.body.start, root.body.end, "{}")
  eachNode(tree, ({ type, expression }) => {
    if (type === "ExpressionStatement" && isCallOf(expression, root.id.name)) {
      text.overwrite(expression.start, expression.end, "")
    }
  })
}

/** `{ this.$id$ = 0; }` */
function setsField({ body }) {
  return body.length === 1 && body[0].expression?.left?.property?.name === FIELD
}

/** `Root.call(self)` */
function isCallOf(expression, name) {
  return (
    expression.type === "CallExpression" &&
    expression.callee.type === "MemberExpression" &&
    expression.callee.object.name === name &&
    expression.callee.property.name === "call"
  )
}

// Spares every new object a call: the constructor of TeaVM's Object sets one field to 0, which gets its value, an identity
// hash, when it is first asked for. A field that is not there asks for it as well.
import { eachNode, topLevelDeclarations } from "./syntax.mjs"

const FIELD = "$id$"

/** What makes the constructor of a class without fields of its own, given that of its superclass if it has another one. */
const MAKER = /([\w$]+)\s*=\s*superclass=>\{if\(superclass===0\)/

/**
 * Empties the constructor of the root class and takes out its calls, and those of constructors that do no more, in `text` (a
 * MagicString of the source of `tree`).
 *
 * @throws {Error} If the root class has another form.
 */
export function dropRootField(tree, text) {
  const [root, ...others] = tree.body.filter(({ type, body }) => type === "FunctionDeclaration" && setsField(body))
  if (root === undefined || others.length > 0) throw new Error("The root class has another form.")
  const [, maker] = MAKER.exec(text.original) ?? []
  if (maker === undefined) throw new Error("Constructors of classes without fields are made in another way.")
  text.overwrite(root.body.start, root.body.end, "{}")
  const empty = new Set([root.id.name, ...withoutFields(tree, maker)])
  eachNode(tree, ({ type, expression }) => {
    if (type === "ExpressionStatement" && isCallOf(expression, empty)) {
      text.overwrite(expression.start, expression.end, "")
    }
  })
}

/** The names of the classes below the root class that have no fields and inherit none. */
function withoutFields(tree, maker) {
  const names = []
  for (const { id, init } of topLevelDeclarations(tree)) {
    const [superclass] = init?.arguments ?? []
    const isMade = init?.type === "CallExpression" && init.callee.name === maker
    if (isMade && (superclass === undefined || names.includes(superclass.name))) names.push(id.name)
  }
  return names
}

/** `{ this.$id$ = 0; }` */
function setsField({ body }) {
  return body.length === 1 && body[0].expression?.left?.property?.name === FIELD
}

/** `Root.call(self)`, where the names hold `Root`. */
function isCallOf(expression, names) {
  return (
    expression.type === "CallExpression" &&
    expression.callee.type === "MemberExpression" &&
    names.has(expression.callee.object.name) &&
    expression.callee.property.name === "call"
  )
}

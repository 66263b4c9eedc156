// Reads the shape that TeaVM 0.15 gives a compiled module: its classes, their parents and their fields.
import { parseModule } from "./syntax.mjs"

/**
 * A class of the compiled module.
 *
 * @typedef {object} CompiledClass
 * @property {string} name The class's constructor function in the module.
 * @property {string | undefined} parent The constructor function of its superclass.
 * @property {string[]} interfaces The constructor functions of the interfaces that it names itself.
 * @property {string[]} fields The instance fields that it declares itself; TeaVM never uses a field's name twice.
 * @property {object[]} entry Its nodes in the table of classes.
 */

/**
 * What a compiled module says about its classes.
 *
 * @typedef {object} CompiledModule
 * @property {object} tree The module's syntax tree (ESTree).
 * @property {object[]} tables The calls that register classes; each has one array argument.
 * @property {string} register The name of the function that these calls call.
 * @property {Map<string, CompiledClass>} classes Every registered class by its constructor function.
 */

/** The places of an entry in the table of classes; a class with a name would have one more. */
const ENTRY = {
  constructor: 0,
  name: 1,
  parent: 2,
  interfaces: 3,
  innerClass: 5,
  initializer: 6,
  methods: 7,
  length: 8,
}

/** @returns {CompiledModule} */
export function readModule(source) {
  const tree = parseModule(source)
  const tables = tree.body.flatMap(tableOf)
  if (tables.length === 0) throw new Error("The compiled module has no table of classes; was TeaVM changed?")
  const fields = new Map(tree.body.flatMap(fieldsOf))
  const classes = new Map()
  for (const elements of tables.map((call) => call.arguments[0].elements)) {
    for (let at = 0; at < elements.length; at += ENTRY.length) {
      const entry = elements.slice(at, at + ENTRY.length)
      const name = entry[ENTRY.constructor].name
      if (name === undefined || entry[ENTRY.name].value !== 0 || entry[ENTRY.innerClass].value !== 0) {
        throw new Error("A class keeps its Java name in the compiled module: find what asks for it (Class.getName).")
      }
      classes.set(name, {
        name,
        parent: entry[ENTRY.parent].name,
        interfaces: entry[ENTRY.interfaces].elements.map((element) => element.name),
        fields: fields.get(name) ?? [],
        entry: {
          parent: entry[ENTRY.parent],
          interfaces: entry[ENTRY.interfaces],
          initializer: entry[ENTRY.initializer],
          methods: entry[ENTRY.methods],
        },
      })
    }
  }
  return { tree, tables, register: tables[0].callee.name, classes }
}

/** `register([Constructor, 0, Parent, [...], ...])` */
function tableOf(statement) {
  const call = statement.expression
  const isTable =
    call?.type === "CallExpression" &&
    call.callee.type === "Identifier" &&
    call.arguments[0]?.type === "ArrayExpression" &&
    call.arguments[0].elements.length > 0 &&
    call.arguments[0].elements.length % ENTRY.length === 0 &&
    call.arguments[0].elements[0].type === "Identifier"
  return isTable ? [call] : []
}

/** `function Class() { let self = this; Parent.call(self); self.field = null; ... }` */
function fieldsOf(statement) {
  if (statement.type !== "FunctionDeclaration" || statement.params.length > 0) return []
  const names = statement.body.body.flatMap((step) => {
    const target = step.expression?.type === "AssignmentExpression" ? step.expression.left : undefined
    return target?.type === "MemberExpression" && !target.computed ? [target.property.name] : []
  })
  return [[statement.id.name, names]]
}

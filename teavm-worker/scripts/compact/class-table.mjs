// Cuts the table of classes down to what the engine needs at run time: parents and interfaces for instanceof, methods for
// virtual calls, initializers. TeaVM also keeps modifiers and names, which only reflection reads.
import { noteClass } from "./shapes.mjs"
import { eachNode, topLevelDeclarations } from "./syntax.mjs"

/** Rewrites the table and the function that reads it, in `text` (a MagicString of the module's source). */
export function cutClassTable(module, text) {
  const needed = neededClasses(module)
  const wrappers = methodWrappers(module)
  for (const table of module.tables) {
    const rows = classesIn(module, table)
      .filter((each) => needed.has(each.name))
      .map((each) => {
        const source = (node) => text.original.slice(node.start, node.end)
        const interfaces = ancestors(module, each).filter((name) => needed.has(name))
        return [
          each.name,
          each.parent ?? "0",
          interfaces.length === 0 ? "0" : `[${interfaces.join(",")}]`,
          source(each.entry.initializer),
          methodsOf(each, wrappers, source),
        ].join(",")
      })
    const [list] = table.arguments
    text.overwrite(list.start, list.end, `[${rows.join(",")}]`)
  }
  for (const { id, init } of topLevelDeclarations(module.tree)) {
    if (module.classes.has(id.name) && !needed.has(id.name)) text.appendLeft(init.start, "/* @__PURE__ */ ")
  }
  const reader = readerOf(module)
  const byParameters = `[${wrappers.join(",")}]`
  const [, meta, create] = /let (\w+)\s*=\s*([\w$]+)\(\)/.exec(text.original.slice(reader.start, reader.end)) ?? []
  const [, symbol] =
    new RegExp(`\\[([\\w$]+)\\]\\s*=\\s*${meta}\\b`).exec(text.original.slice(reader.start, reader.end)) ?? []
  if (create === undefined || symbol === undefined) throw new Error("The reader of the class table has another form.")
  text.overwrite(
    reader.start,
    reader.end,
    `data=>{let wrap=${byParameters};for(let i=0;i<data.length;){let cls=data[i++],m=cls[${symbol}]=${create}(),parent=data[i++];` +
      `m.parent=parent||null;m.superinterfaces=data[i++]||[];cls.prototype=parent?Object.create(parent.prototype):{};` +
      `cls.prototype.constructor=cls;${noteClass}let init=data[i++];m.clinit=init?()=>{m.clinit=()=>{};init();}:()=>{};` +
      `let methods=data[i++];if(methods)for(let k=0;k<methods.length;k+=2)for(let name of [].concat(methods[k]))` +
      `cls.prototype[name]=wrap[methods[k+1].length-1](methods[k+1]);}}`,
  )
}

/**
 * The functions that make methods of functions, by the number of the method's parameters: `f => function(p1) { return
 * f(this, p1); }`. The table's reader finds the one for a function by its number of parameters.
 */
function methodWrappers(module) {
  const wrappers = []
  for (const { id, init } of topLevelDeclarations(module.tree)) {
    const method = init?.type === "ArrowFunctionExpression" ? init.body : undefined
    const call = method?.type === "FunctionExpression" ? method.body.body[0]?.argument : undefined
    if (call?.type !== "CallExpression" || call.callee.name !== init.params[0].name) continue
    const given = call.arguments.slice(1).map(({ name }) => name)
    if (call.arguments[0].type === "ThisExpression" && given.join() === method.params.map(({ name }) => name).join()) {
      wrappers[given.length] = id.name
    }
  }
  return wrappers
}

/** The names and functions of a class's methods, the functions as they are instead of wrapped. */
function methodsOf({ entry: { methods } }, wrappers, source) {
  if (methods.value === 0) return "0"
  const list = methods.elements.map((element, at) => {
    if (at % 2 === 0) return source(element)
    const wrapped = element.type === "CallExpression" && wrappers.includes(element.callee.name)
    if (!wrapped) throw new Error("The table of classes has a method in another form.")
    return source(element.arguments[0])
  })
  return `[${list.join(",")}]`
}

function classesIn(module, table) {
  return [...module.classes.values()].filter(
    ({ entry }) => entry.methods.start > table.start && entry.methods.end < table.end,
  )
}

/** The interfaces of a class, with those that they extend. */
function ancestors(module, each) {
  return [...new Set(each.interfaces.flatMap((name) => [name, ...ancestors(module, module.classes.get(name))]))]
}

/** The classes and interfaces that something creates or tests for, with what they inherit from. */
function neededClasses(module) {
  const used = namesOutsideTable(module)
  const needed = new Set()
  for (const each of module.classes.values()) {
    if (!used.has(each.name) && each.entry.methods.value === 0) continue
    for (let at = each; at !== undefined; at = module.classes.get(at.parent)) needed.add(at.name)
  }
  return needed
}

/** The names that something outside the table of classes uses: what nothing creates or tests for need not be listed. */
function namesOutsideTable(module) {
  const uses = new Map()
  const count = (name, by) => uses.set(name, (uses.get(name) ?? 0) + by)
  for (const statement of module.tree.body) {
    if (module.tables.includes(statement.expression)) continue
    eachNode(statement, (node) => {
      if (node.type === "Identifier") count(node.name, 1)
    })
    for (const declared of statement.declarations ?? [statement]) if (declared.id?.name) count(declared.id.name, -1)
  }
  return new Set([...uses].filter(([, times]) => times > 0).map(([name]) => name))
}

function readerOf(module) {
  const reader = topLevelDeclarations(module.tree).find(({ id }) => id.name === module.register)
  if (reader?.init?.type !== "ArrowFunctionExpression") throw new Error("The class table has no reader.")
  return reader.init
}

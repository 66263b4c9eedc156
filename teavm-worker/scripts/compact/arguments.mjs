// TeaVM's calls of exported methods, and the host's of Java callbacks, gather their arguments in arrays: several calls into V8's
// library for each call of the engine.

const METHOD =
  /(\w+)=>function\(\)\{return \1\.apply\(null,\[this\]\.concat\(Array\.prototype\.slice\.call\(arguments\)\)\);\}/

const CALLBACK = /function\(\)\{return (\w+)\[(\w+)\]\.apply\(\1,arguments\);\}/

/** Parameters of most methods, the object that they belong to not counted. */
const FEW = 3

/**
 * Passes arguments on as they are, in `text` (a MagicString of the module's source).
 *
 * @throws {Error} If the module passes arguments in another way.
 */
export function passArguments(text) {
  replace(text, METHOD, (method) => {
    const few = Array.from({ length: FEW }, (_, i) => `p${i + 1}`).join(",")
    return (
      `${method}=>${method}.length>${FEW + 1}` +
      `?function(...all){return ${method}(this,...all);}:function(${few}){return ${method}(this,${few});}`
    )
  })
  replace(text, CALLBACK, (object, name) => `(...all)=>${object}[${name}](...all)`)
}

function replace(text, pattern, replacement) {
  const [found, ...parts] = pattern.exec(text.original) ?? []
  if (found === undefined) throw new Error("The module passes arguments in another way.")
  const start = text.original.indexOf(found)
  text.overwrite(start, start + found.length, replacement(...parts))
}

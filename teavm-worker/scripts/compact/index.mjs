// Makes the compiled engine smaller than TeaVM leaves it, and quicker before V8 has optimized it, without a change of what
// it does.
import remapping from "@jridgewell/remapping"
import MagicString from "magic-string"
import { passArguments } from "./arguments.mjs"
import { copyNulls } from "./arrays.mjs"
import { cutClassTable } from "./class-table.mjs"
import { shareFieldNames } from "./fields.mjs"
import { inlineSmallFunctions } from "./inline.mjs"
import { readModule } from "./module.mjs"
import { dropRootField } from "./root-class.mjs"
import { dropSelfAssignments } from "./self-assignments.mjs"
import { exportKeepShapes } from "./shapes.mjs"
import { parseModule } from "./syntax.mjs"
import { mergeTwins } from "./twins.mjs"

/** More rounds find nothing to do. */
const MOST_ROUNDS = 10

/**
 * Returns the module's code with shared field names, a short class table and fewer functions, and the source map from it to
 * Java.
 *
 * @param {string} source The release build of TeaVM.
 * @param {string} sourceMap Its source map, as JSON.
 * @throws {Error} If the module has another form than TeaVM 0.15 gives it.
 */
export function compact(source, sourceMap) {
  let module = rewritten({ code: source, map: sourceMap }, (text) => {
    const compiled = readModule(source)
    shareFieldNames(compiled, text)
    cutClassTable(compiled, text)
    dropSelfAssignments(compiled, text)
    dropRootField(compiled.tree, text)
    exportKeepShapes(text)
    copyNulls(text)
    passArguments(text)
  })
  for (const step of [inlineSmallFunctions, mergeTwins]) {
    let count = 1
    for (let round = 0; count > 0 && round < MOST_ROUNDS; round++) {
      module = rewritten(module, (text) => (count = step(parseModule(text.original), text)))
    }
  }
  return module
}

/** The module after `edit` has changed a MagicString of its code. */
function rewritten({ code, map }, edit) {
  const text = new MagicString(code)
  edit(text)
  const toFormer = text.generateMap({ hires: "boundary", source: "former.js" })
  return {
    code: text.toString(),
    map: remapping(toFormer.toString(), (file) => (file === "former.js" ? map : null)).toString(),
  }
}

// Makes the compiled engine smaller than TeaVM leaves it, without a change of what it does.
import remapping from "@jridgewell/remapping"
import MagicString from "magic-string"
import { pushNulls } from "./arrays.mjs"
import { cutClassTable } from "./class-table.mjs"
import { shareFieldNames } from "./fields.mjs"
import { readModule } from "./module.mjs"
import { dropSelfAssignments } from "./self-assignments.mjs"
import { exportKeepShapes } from "./shapes.mjs"

/**
 * Returns the module's code with shared field names and a short class table, and the source map from it to Java.
 *
 * @param {string} source The release build of TeaVM.
 * @param {string} sourceMap Its source map, as JSON.
 * @throws {Error} If the module has another form than TeaVM 0.15 gives it.
 */
export function compact(source, sourceMap) {
  const module = readModule(source)
  const text = new MagicString(source)
  shareFieldNames(module, text)
  cutClassTable(module, text)
  dropSelfAssignments(module, text)
  exportKeepShapes(text)
  pushNulls(text)
  const toCompiled = text.generateMap({ hires: "boundary", source: "engine.js" })
  const map = remapping(toCompiled.toString(), (file) => (file === "engine.js" ? sourceMap : null))
  return { code: text.toString(), map: map.toString() }
}

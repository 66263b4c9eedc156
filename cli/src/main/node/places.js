// Names the user's own lines in what is said of the worker that Wrangler has bundled for `zeroback dev`.
import { readdirSync, readFileSync, statSync } from "node:fs"
import { SourceMap } from "node:module"
import path from "node:path"

/** Wrangler's folder for one run of it, and the place of a line and a column; the runtime itself knows no folder. */
const PLACE = /(?:file:\/\/\S*?\/\.wrangler\/tmp\/(dev-[\w-]+)\/)?\bworker\.js:(\d+):(\d+)/g

/** By the folder of the bundle. */
const known = new Map()

/** The newest map when it was last kept. */
let kept

/** Reads what {@link inSources} needs: when Wrangler ends it is gone, before the last that it said is read, perhaps. */
export function keepPlaces(directory) {
  const [newest] = mapsBelow(path.join(directory, ".wrangler/tmp"))
  if (newest !== undefined) kept = { ...newest, text: newest.text ?? readFileSync(newest.file, "utf8") }
}

/** Replaces each place in the bundle, unless that was made after the time of what is said: its lines are others. */
export function inSources(text, directory, atMillis) {
  if (!text.includes("worker.js:")) return text
  const maps = mapsBelow(path.join(directory, ".wrangler/tmp"))
  return text.replace(PLACE, (place, folder, line, column) => {
    const map = folder === undefined ? maps[0] : maps.find((each) => each.folder === folder)
    if (map === undefined || map.madeMillis > atMillis) return place
    const found = read(map).findEntry(Number(line) - 1, Number(column) - 1)
    if (found.originalSource === undefined) return place
    const source = path.resolve(path.dirname(map.file), found.originalSource)
    const relative = path.relative(directory, source)
    const name = relative.startsWith("..") || path.isAbsolute(relative) ? source : relative
    return `${name.split(path.sep).join("/")}:${found.originalLine + 1}:${found.originalColumn + 1}`
  })
}

/** The newest is first: earlier runs that were killed have left theirs. */
function mapsBelow(runs) {
  const maps = []
  for (const folder of foldersIn(runs)) {
    const file = path.join(runs, folder, "worker.js.map")
    const stats = statSync(file, { throwIfNoEntry: false })
    if (stats !== undefined) maps.push({ folder, file, madeMillis: stats.mtimeMs })
  }
  if (kept?.file.startsWith(runs) && !maps.some(({ folder }) => folder === kept.folder)) maps.push(kept)
  return maps.sort((one, other) => other.madeMillis - one.madeMillis)
}

function foldersIn(runs) {
  return statSync(runs, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(runs)
}

/** A map is large, and a stack has many places. */
function read({ folder, file, madeMillis, text }) {
  const before = known.get(folder)
  if (before?.madeMillis === madeMillis) return before.map
  const map = new SourceMap(JSON.parse(text ?? readFileSync(file, "utf8")))
  known.set(folder, { madeMillis, map })
  return map
}

// The few rows of bench/RESULTS.md that the README quotes.
import { read, tableRowsOf } from "./pages.mjs"

const README = "README.md"
const BEGIN = "<!-- from bench/RESULTS.md: begin -->\n"
const END = "<!-- from bench/RESULTS.md: end -->"

/** What the README says of a scenario, by how the scenario's name begins. */
const quoted = [
  ["inserts, one socket", "inserts a second, one socket, 2 indexes"],
  ["one-shot queries of 100 documents", "queries a second of 100 documents, base protocol"],
  ["the same by a client of protocol 2", "the same with hashes, as `@zeroback/client` asks"],
  ["contended read-wait-write", "contended mutations a second"],
  [
    "mutation -> the other client's update, 1,000",
    "from a mutation to another client's update, 1,000 other live queries",
  ],
  ["1,000 sockets on one live query", "an update to the last of 1,000 sockets"],
  ["1 document of a 1,000-document list changes", "one document of a list of 1,000 changes"],
  ["rows written by insert", "rows that an insert writes, 2 indexes"],
  ["rows written by patch of an unindexed field", "rows that a patch of an unindexed field writes"],
]

/** The README as it has to be. */
export function readmeText() {
  const text = read(README)
  const [head, rest] = split(text, BEGIN)
  const [, tail] = split(rest, END)
  return `${head}${BEGIN}${performanceTable()}${END}${tail}`
}

function performanceTable() {
  const rows = tableRowsOf(read("bench/RESULTS.md"))
  const lines = quoted.map(([beginning, name]) => {
    const row = rows.find(([scenario, storage]) => scenario.startsWith(beginning) && storage !== "tmpfs")
    if (row === undefined)
      throw new Error(`bench/RESULTS.md has no scenario "${beginning}"; see scripts/lib/docs/performance.mjs`)
    const [, , ours, floor, ratio] = row
    return `| ${name} | ${ours} | ${floor} | ${ratio.split(" ")[0]} |\n`
  })
  return `| | Zeroback | written by hand | ratio |\n|---|---|---|---|\n${lines.join("")}`
}

function split(text, marker) {
  const index = text.indexOf(marker)
  if (index < 0) throw new Error(`${README} has no line ${marker.trim()}`)
  return [text.slice(0, index), text.slice(index + marker.length)]
}

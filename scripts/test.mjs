// `npm test`: runs every check and prints a summary of each part. `npm test -- --only core` runs the parts whose name
// contains "core"; `--node 24` runs them on that Node with the newest Wrangler.
import { parseArgs } from "node:util"
import { buildAll } from "./lib/build-steps.mjs"
import { lastWholeTest, writeWholeTest } from "./lib/last-whole-test.mjs"
import { testOnNode } from "./lib/other-node.mjs"
import { seconds, tail } from "./lib/process.mjs"
import { parts } from "./lib/test-parts.mjs"
import { requireTools } from "./lib/tools.mjs"

const begun = Date.now()
const { only: wanted, node: otherNode } = options()
const named = parts.filter((part) => part.name.includes(wanted))
const chosen = named.filter(({ unless }) => !named.some(({ name }) => name === unless))
if (chosen.length === 0) {
  console.error(`No part's name contains "${wanted}". The parts are: ${parts.map((part) => part.name).join(", ")}.`)
  process.exit(1)
}

requireTools()
await buildAll()
if (otherNode !== undefined) await testOnNode(otherNode, ["--only", wanted])

// Side by side, for a part rarely has work for two cores; one after the other within a lane, whose parts share files.
const ended = new Map()
const eithers = chosen.filter((part) => part.lane === undefined)
await Promise.all(
  ["java", "node"].map(async (lane) => {
    for (const part of chosen.filter((other) => other.lane === lane)) ended.set(part, await runPart(part))
    for (let part = eithers.shift(); part !== undefined; part = eithers.shift()) ended.set(part, await runPart(part))
  }),
)
const results = chosen.map((part) => ended.get(part))

console.log(`\n${"part".padEnd(26)} result`)
for (const result of results) console.log(`${result.name.padEnd(26)} ${line(result)}`)
const total = (key) => results.reduce((sum, result) => sum + result[key], 0)
const ok = results.every((result) => result.code === 0)
if (ok && wanted === "" && process.env.ZEROBACK_TEST_CLI === undefined) writeWholeTest(lastWholeTest, seconds(begun))
console.log(`\n${ok ? "All parts passed" : "Some parts FAILED"} in ${Math.round(seconds(begun))} s.`)
const skipped = total("skipped")
console.log(`${total("passed")} passed, ${total("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`)
process.exit(ok ? 0 : 1)

function options() {
  try {
    const { values } = parseArgs({ options: { only: { type: "string", default: "" }, node: { type: "string" } } })
    if (values.node !== undefined && !/^\d+$/.test(values.node))
      throw new Error(`"${values.node}" is no version of Node.`)
    return values
  } catch (error) {
    console.error(`${error.message}\nUsage: npm test [-- [--only <part of a part's name>] [--node <major version>]]`)
    process.exit(1)
  }
}

async function runPart(part) {
  console.log(`${part.name} ...`)
  const result = await part.run()
  console.log(`${part.name}: ${line(result)}`)
  if (result.code !== 0) {
    console.error(tail(result.log))
    console.error(`  the whole output is in ${result.log}`)
  }
  return { name: part.name, ...result }
}

function line({ code, passed, failed, skipped: left, seconds: took }) {
  const counts = `${passed} passed${failed > 0 ? `, ${failed} FAILED` : ""}${left > 0 ? `, ${left} SKIPPED` : ""}`
  return `${code === 0 ? "ok    " : "FAILED"} ${counts}, ${took} s`
}

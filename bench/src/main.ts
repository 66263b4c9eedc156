import { readOptions, usage, type Options } from "./options.js"
import { join } from "node:path"
import { benchRoot } from "./harness/workers.js"
import { profile } from "./profile/profile.js"
import { barsWithoutRow } from "./report/coverage.js"
import { describeMachine } from "./report/machine.js"
import { reportText, type Report } from "./report/report.js"
import { writeResults } from "./report/results-file.js"
import { rowOf } from "./report/row.js"
import { run } from "./run.js"
import type { Scenario } from "./scenario.js"
import { scenarios } from "./scenarios/index.js"
import { Scripts } from "./scripts.js"
import { measureSizes } from "./sizes.js"
import { wholeTest } from "./whole-test.js"

const args = process.argv.slice(2)
process.exitCode = await main(readOptions(args))

async function main(options: Options): Promise<number> {
  if (options.help) return print(usage)
  if (options.list) return print(scenarios.map(({ name, title }) => `${name.padEnd(24)}${title}`).join("\n"))

  const chosen = choose(options.scenarios)
  if (options.profile) {
    const storage = options.storages.at(-1)!
    for (const scenario of chosen) {
      for (const side of ["floor", "ours"] as const) print(await profile(scenario, side, storage, options.effort))
    }
    return 0
  }

  const report: Report = {
    command: ["npm run bench --", ...args].join(" "),
    machine: describeMachine(),
    rows: [],
    failures: [],
  }
  await measure(chosen, options, report)
  print(options.json ? JSON.stringify(report, null, 2) : reportText(report))
  if (options.write) writeResults(report)

  const missed = report.rows.filter((row) => row.verdict === "missed")
  for (const { name, storage } of missed) console.error(`Missed: ${name}${storage ? ` on ${storage}` : ""}`)
  return missed.length + report.failures.length === 0 ? 0 : 1
}

/** Adds rows and failures to `report`. A scenario that fails does not keep the others from running. */
async function measure(chosen: readonly Scenario[], options: Options, { rows, failures }: Report): Promise<void> {
  const scripts = new Scripts(options.selfCheck)
  for (const scenario of chosen) {
    if (options.selfCheck && scenario.oursOnly) continue
    const storages = scenario.anyStorage ? options.storages.slice(-1) : options.storages
    for (const storage of storages) {
      try {
        rows.push(...(await run(scenario, storage, scripts, options)))
      } catch (failure) {
        console.error(`Scenario ${scenario.name} on ${storage} failed:`, failure)
        const message = failure instanceof Error ? failure.message : String(failure)
        failures.push({ what: `${scenario.name} on ${storage}`, message })
      }
    }
  }
  if (chosen !== scenarios || options.selfCheck) return
  const others = [...(await measureSizes()), wholeTest(join(benchRoot, "../target/last-whole-test.json"))]
  rows.push(...others.map((it) => rowOf(it, null, false)))
  const missing = barsWithoutRow(rows, options.storages)
  failures.push(...missing.map((what) => ({ what, message: "there is a bar for it, and nothing was measured" })))
}

/** The named scenarios, in the report's order; all of them when none is named. */
function choose(names: readonly string[]): readonly Scenario[] {
  const unknown = names.find((name) => !scenarios.some((it) => it.name === name))
  if (unknown) throw new Error(`There is no scenario "${unknown}"; npm run bench -- --list shows them.`)
  return names.length === 0 ? scenarios : scenarios.filter((it) => names.includes(it.name))
}

function print(text: string): 0 {
  console.log(text)
  return 0
}

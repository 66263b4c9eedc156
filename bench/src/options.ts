import { parseArgs } from "node:util"
import { availableStorages, type Storage } from "./harness/storage.js"
import type { Effort } from "./scenario.js"

export interface Options {
  readonly scenarios: readonly string[]
  readonly storages: readonly Storage[]
  readonly effort: Effort
  /** Runs the floor against itself: what differs from 1.0 is the harness or the machine. */
  readonly selfCheck: boolean
  /** Shows where the time of each side goes instead of comparing. */
  readonly profile: boolean
  readonly json: boolean
  readonly list: boolean
  /** Replaces the tables in `RESULTS.md`. */
  readonly write: boolean
  readonly help: boolean
}

export const usage = `Usage: npm run bench -- [options]

  --scenario <names>   only these, separated by commas (see --list)
  --storage <kind>     disk, tmpfs or all (default: all that this machine has)
  --rounds <n>         rounds of each side, at least 5 (default 15)
  --quick              5 short rounds on one storage: a first look, not a result
  --self-check         the floor against itself: every ratio must be about 1
  --profile            where the time of each side goes, by function, in place of a comparison
  --json               the result as JSON on the standard output
  --write              put the result into bench/RESULTS.md; of a whole run only
  --list               names and titles of the scenarios

Exits with 1 when a bar is missed or an answer is wrong.`

const FULL: Effort = { rounds: 15, roundMillis: 500, samples: 150, largeTable: 100_000 }
const QUICK: Effort = { rounds: 5, roundMillis: 250, samples: 40, largeTable: 2_000 }

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenario: { type: "string", default: "" },
      storage: { type: "string" },
      rounds: { type: "string" },
      quick: { type: "boolean", default: false },
      "self-check": { type: "boolean", default: false },
      profile: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  })
  const effort = values.quick ? QUICK : FULL
  const storage = values.storage ?? (values.quick ? availableStorages().at(-1)! : "all")
  const rounds = values.rounds === undefined ? effort.rounds : roundsOf(values.rounds)
  if (values.write) {
    const partial = ["scenario", "quick", "self-check", "profile"].find((name) => values[name as keyof typeof values])
    if (partial) throw new Error(`--write is refused with --${partial}: RESULTS.md shows whole runs.`)
    if (storage !== "all") throw new Error("--write is refused for one storage: RESULTS.md shows all of them.")
    if (rounds < FULL.rounds) throw new Error(`--write is refused with fewer than ${FULL.rounds} rounds.`)
  }
  return {
    scenarios: values.scenario.split(",").filter((name) => name !== ""),
    storages: storagesOf(storage),
    effort: { ...effort, rounds },
    selfCheck: values["self-check"],
    profile: values.profile,
    json: values.json,
    list: values.list,
    write: values.write,
    help: values.help,
  }
}

function storagesOf(name: string): Storage[] {
  const available = availableStorages()
  if (name === "all") return available
  const storage = available.find((it) => it === name)
  if (!storage) throw new Error(`--storage ${name} is not possible here; use ${[...available, "all"].join(", ")}.`)
  return [storage]
}

function roundsOf(text: string): number {
  const rounds = Number(text)
  if (Number.isInteger(rounds) && rounds >= 5) return rounds
  throw new Error(`--rounds ${text} is refused: give a whole number of at least 5, or medians mean little.`)
}

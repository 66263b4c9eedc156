import { existsSync, readFileSync } from "node:fs"
import type { Measurement } from "./scenario.js"

interface WholeTest {
  readonly minutes: number
  readonly commit: string
  /** ISO 8601, UTC. */
  readonly date: string
}

/**
 * What the last whole `npm test` that passed took, in minutes.
 *
 * @param file - where `scripts/test.mjs` writes it
 */
export function wholeTest(file: string): Measurement {
  const measurement = { name: "whole-test", unit: "min" }
  if (!existsSync(file)) return { ...measurement, title: "npm test, whole: run it once", ours: [] }
  const { minutes, commit, date } = JSON.parse(readFileSync(file, "utf8")) as WholeTest
  return { ...measurement, title: `npm test, whole, of ${commit} on ${date.slice(0, 10)}`, ours: [minutes] }
}

import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { benchRoot } from "../harness/workers.js"
import { machineText, type Machine } from "./machine.js"
import type { Row } from "./row.js"
import { tableOf } from "./table.js"

const BEGIN = "<!-- measured: begin -->"
const END = "<!-- measured: end -->"

/** Replaces the measured part of `RESULTS.md`; what people wrote around it stays. */
export function writeResults(command: string, machine: Machine, rows: readonly Row[]): void {
  const path = join(benchRoot, "RESULTS.md")
  const text = readFileSync(path, "utf8")
  const from = text.indexOf(BEGIN)
  const to = text.indexOf(END)
  if (from < 0 || to < from) throw new Error(`${path} must hold the lines "${BEGIN}" and "${END}" in this order.`)
  const measured = `\`${command}\`\n\n${machineText(machine)}\n\n${tableOf(rows)}`
  writeFileSync(path, `${text.slice(0, from)}${BEGIN}\n\n${measured}\n\n${text.slice(to)}`)
}

import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { benchRoot } from "../harness/workers.js"
import { reportText, type Report } from "./report.js"

const BEGIN = "<!-- measured: begin -->"
const END = "<!-- measured: end -->"

/** Replaces the measured part of `RESULTS.md`; what people wrote around it stays. */
export function writeResults(report: Report): void {
  const path = join(benchRoot, "RESULTS.md")
  const text = readFileSync(path, "utf8")
  const from = text.indexOf(BEGIN)
  const to = text.indexOf(END)
  if (from < 0 || to < from) throw new Error(`${path} must hold the lines "${BEGIN}" and "${END}" in this order.`)
  writeFileSync(path, `${text.slice(0, from)}${BEGIN}\n\n${reportText(report)}\n\n${text.slice(to)}`)
}

import { machineText, type Machine } from "./machine.js"
import type { Row } from "./row.js"
import { tableOf } from "./table.js"

/** A scenario in which an answer was wrong, an error or missing, or a bar without a figure. */
export interface Failure {
  readonly what: string
  readonly message: string
}

/** What one run of the command found; also its JSON. */
export interface Report {
  readonly command: string
  readonly machine: Machine
  readonly rows: Row[]
  readonly failures: Failure[]
}

/** The report as Markdown. */
export function reportText({ command, machine, rows, failures }: Report): string {
  const failed = failures.map((it) => `- **${it.what} failed:** ${it.message}\n`)
  const parts = [`\`${command}\``, machineText(machine), rows.length > 0 ? tableOf(rows) : "", failed.join("")]
  return parts.filter((part) => part !== "").join("\n\n")
}

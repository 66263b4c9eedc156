import type { Bar } from "../bars.js"
import type { Spread } from "../harness/spread.js"
import type { Row } from "./row.js"

const HEADINGS = ["scenario", "storage", "ours", "floor", "ratio (min - max)", "bar", ""]

/** The rows as a Markdown table whose columns line up, so that it reads well in a terminal too. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.title,
    row.storage ?? "",
    row.ours ? quantity(row.ours.median, row.unit) : "",
    row.floor ? quantity(row.floor.median, row.unit) : "",
    comparison(row),
    row.bar ? barText(row.bar, row.unit) : "",
    row.verdict === "reported" ? "" : row.verdict,
  ])
  const widths = HEADINGS.map((heading, column) =>
    Math.max(3, heading.length, ...lines.map((line) => line[column]!.length)),
  )
  const render = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`
  return [HEADINGS, widths.map((width) => "-".repeat(width)), ...lines].map(render).join("\n")
}

/** Where the bar is on the excess, that; else the ratio; of ours alone, how far its rounds lie apart. */
function comparison({ bar, unit, ours, ratio, excess }: Row): string {
  if (bar?.of === "excess" && excess) return spreadText(excess, (it) => `${it < 0 ? "" : "+"}${quantity(it, unit)}`)
  if (ratio) return spreadText(ratio, (it) => it.toFixed(2))
  return ours && ours.min < ours.max ? `(${quantity(ours.min, unit)} - ${quantity(ours.max, unit)})` : ""
}

function spreadText({ median, min, max }: Spread, text: (figure: number) => string): string {
  return `${text(median)} (${text(min)} - ${text(max)})`
}

function barText({ of, bound, value }: Bar, unit: string): string {
  const sign = bound === "atLeast" ? ">=" : "<="
  if (of === "ratio") return `${sign} ${value.toFixed(2)}`
  return of === "excess" ? `${sign} floor + ${quantity(value, unit)}` : `${sign} ${quantity(value, unit)}`
}

/** Whole above 100, else three digits that count. */
function quantity(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }
  return `${value.toLocaleString("en", digits)} ${unit}`
}

import { bars, type Bar } from "../bars.js"
import { spreadOf, type Spread } from "../harness/spread.js"
import type { Storage } from "../harness/storage.js"
import type { Measurement } from "../scenario.js"

/** `reported`: there is no bar for this figure. `not measured`: there is, but nothing to hold against it. */
export type Verdict = "met" | "missed" | "reported" | "not measured"

/** One line of the report. */
export interface Row {
  readonly name: string
  readonly title: string
  /** Null when the figure has nothing to do with storage. */
  readonly storage: Storage | null
  readonly unit: string
  /** Null when it was not measured. */
  readonly ours: Spread | null
  readonly floor: Spread | null
  /** Ours / floor, round by round. */
  readonly ratio: Spread | null
  /** Ours - floor, round by round. */
  readonly excess: Spread | null
  readonly bar: Bar | null
  readonly verdict: Verdict
}

/** The self-check's bar: two equal sides must look equal. */
const SAME: readonly Pick<Bar, "bound" | "value">[] = [
  { bound: "atLeast", value: 0.85 },
  { bound: "atMost", value: 1.18 },
]

/** Sums a measurement up and holds it against its bar. */
export function rowOf(measurement: Measurement, storage: Storage | null, selfCheck: boolean): Row {
  const { name, title, unit, ours, floor } = measurement
  const figures = {
    ours: ours.length > 0 ? spreadOf(ours) : null,
    floor: floor ? spreadOf(floor) : null,
    ratio: floor ? spreadOf(ours.map((value, round) => value / floor[round]!)) : null,
    excess: floor ? spreadOf(ours.map((value, round) => value - floor[round]!)) : null,
  }
  const bar = bars.find((it) => it.measurement === name && (it.storage === undefined || it.storage === storage)) ?? null
  const verdict = selfCheck ? sameness(figures.ratio) : bar ? verdictOf(bar, figures) : "reported"
  return { name, title, storage, unit, ...figures, bar: selfCheck ? null : bar, verdict }
}

function verdictOf(bar: Bar, figures: Pick<Row, Bar["of"]>): Verdict {
  const figure = figures[bar.of]
  if (figure !== null) return judge(bar, figure.median)
  if (bar.of === "ours") return "not measured"
  throw new Error(`${bar.measurement} has a bar on its ${bar.of} but nothing to compare with`)
}

function sameness(ratio: Spread | null): Verdict {
  if (ratio === null) return "reported"
  return SAME.every((bar) => judge(bar, ratio.median) === "met") ? "met" : "missed"
}

function judge(bar: Pick<Bar, "bound" | "value">, figure: number): Verdict {
  return (bar.bound === "atLeast" ? figure >= bar.value : figure <= bar.value) ? "met" : "missed"
}

import { bars } from "../bars.js"
import type { Storage } from "../harness/storage.js"
import type { Row } from "./row.js"

/** What a run of all scenarios on these storages should have measured and has not: the bars that have no row. */
export function barsWithoutRow(rows: readonly Row[], storages: readonly Storage[]): string[] {
  return bars
    .filter(({ storage }) => storage === undefined || storages.includes(storage))
    .filter((bar) => !rows.some((row) => row.bar === bar))
    .map(({ measurement, storage }) => (storage ? `${measurement} on ${storage}` : measurement))
}

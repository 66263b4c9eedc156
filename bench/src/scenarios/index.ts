import type { Scenario } from "../scenario.js"
import { contended } from "./contended.js"
import { countRange } from "./count-range.js"
import { development } from "./development.js"
import { fanOut } from "./fan-out.js"
import { httpGet } from "./http-get.js"
import { insert, insertUnsearched } from "./insert.js"
import { listDelta } from "./list-delta.js"
import { listGrowth } from "./list-growth.js"
import { rangeQuery, rangeQueryHashed } from "./range-query.js"
import { readModifyWrite } from "./read-modify-write.js"
import { resident } from "./resident.js"
import { rowCounts } from "./row-counts.js"
import { startUp } from "./start-up.js"
import { subscribe } from "./subscribe.js"
import { updateLatencyOfFew, updateLatencyOfMany } from "./update-latency.js"

/** All scenarios in the order of the report. */
export const scenarios: readonly Scenario[] = [
  insert,
  insertUnsearched,
  readModifyWrite,
  rangeQuery,
  rangeQueryHashed,
  httpGet,
  updateLatencyOfFew,
  updateLatencyOfMany(1_000),
  updateLatencyOfMany(5_000),
  updateLatencyOfMany(10_000),
  subscribe,
  fanOut,
  listDelta,
  listGrowth,
  contended,
  countRange,
  rowCounts,
  resident(10),
  resident(100),
  startUp,
  development,
]

import type { Storage } from "./harness/storage.js"

/** What a figure is held against. */
export interface Bar {
  readonly measurement: string
  /** Without it the bar holds on every storage. */
  readonly storage?: Storage
  /** Median of ours, or of ours / floor or ours - floor, round by round. */
  readonly of: "ratio" | "ours" | "excess"
  readonly bound: "atLeast" | "atMost"
  readonly value: number
}

const ratio = (measurement: string, bound: Bar["bound"], value: number, storage?: Storage): Bar => ({
  measurement,
  of: "ratio",
  bound,
  value,
  ...(storage && { storage }),
})

const rows = (operation: string, value: number): Bar => {
  return { measurement: `rows-${operation}`, of: "ours", bound: "atMost", value }
}

/** Rows of the document, and one more where the client has negotiated an exactly-once record. */
const written = (operation: string, value: number): Bar[] => {
  return [rows(`written-${operation}`, value + 1), rows(`written-${operation}-base`, value)]
}

// The write itself reads the document and finds its row.
const readsNoMore = (operation: string): Bar => {
  return { measurement: `rows-read-${operation}`, of: "excess", bound: "atMost", value: 0 }
}

/** Our own time with that many live queries, as a multiple of that with few. */
const flat = (queries: number): Bar => {
  return { measurement: `update-latency-${queries}-of-own`, of: "ours", bound: "atMost", value: 1.1 }
}

/** The one list of bars; a run fails when one of them is missed. */
export const bars: readonly Bar[] = [
  ratio("insert", "atLeast", 0.95, "disk"),
  ratio("insert", "atLeast", 0.85, "tmpfs"),
  ratio("read-modify-write", "atLeast", 0.85, "disk"),
  ratio("read-modify-write", "atLeast", 0.75, "tmpfs"),
  ratio("range-query", "atLeast", 0.75),
  ratio("http-get", "atLeast", 0.8),
  ratio("update-latency-100", "atMost", 1.3),
  ratio("update-latency-1000", "atMost", 1.4),
  ratio("update-latency-5000", "atMost", 1.4),
  ratio("update-latency-10000", "atMost", 1.4),
  flat(1_000),
  flat(5_000),
  flat(10_000),
  ratio("fan-out", "atMost", 1.2),
  // The floor does not read the list again, and where nothing waits for the disk that is most of its time.
  ratio("list-delta", "atMost", 2.4, "disk"),
  ratio("list-delta", "atMost", 5, "tmpfs"),
  { measurement: "list-delta-size", of: "ours", bound: "atMost", value: 1.5 },
  ratio("contended", "atLeast", 0.9, "disk"),
  ratio("contended", "atLeast", 0.7, "tmpfs"),
  ...written("insert", 3),
  ...written("insert-search", 5),
  ...written("patch-unindexed", 1),
  ...written("patch-indexed", 3),
  ...written("delete", 1),
  rows("read-take", 20),
  rows("read-page", 21),
  rows("read-get", 1),
  readsNoMore("write"),
  readsNoMore("write-base"),
  { measurement: "resident-10-heap", of: "ours", bound: "atMost", value: 25 },
  { measurement: "resident-10-wake", of: "ours", bound: "atMost", value: 150 },
  { measurement: "resident-10-repeated", of: "ours", bound: "atMost", value: 0 },
  { measurement: "resident-100-heap", of: "ours", bound: "atMost", value: 25 },
  { measurement: "start-up", of: "excess", bound: "atMost", value: 30 },
  { measurement: "start-again", of: "ours", bound: "atMost", value: 5 },
  { measurement: "save-to-live", of: "ours", bound: "atMost", value: 1 },
  { measurement: "whole-test", of: "ours", bound: "atMost", value: 20 },
  { measurement: "engine-gzipped", of: "ours", bound: "atMost", value: 45 },
  { measurement: "todo-bundle-gzipped", of: "ours", bound: "atMost", value: 65 },
]

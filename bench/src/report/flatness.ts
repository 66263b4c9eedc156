import { rowOf, type Row } from "./row.js"

const LATENCY = /^update-latency-(\d+)$/

/** Our own update latency with many other live queries, as a multiple of that with the fewest. */
export function flatness(rows: readonly Row[]): Row[] {
  const latencies = rows.flatMap((row) => {
    const queries = Number(LATENCY.exec(row.name)?.[1])
    return Number.isNaN(queries) ? [] : [{ row, queries }]
  })
  return latencies.flatMap(({ row, queries }) => {
    const onSameStorage = latencies.filter((other) => other.row.storage === row.storage)
    const fewest = onSameStorage.reduce((a, b) => (b.queries < a.queries ? b : a))
    if (fewest.row === row) return []
    const ours = [row.ours.median / fewest.row.ours.median]
    const title = `our own time with ${queries.toLocaleString("en")} other live queries, of that with ${fewest.queries}`
    return [rowOf({ name: `${row.name}-of-own`, title, unit: "x", ours }, row.storage, false)]
  })
}

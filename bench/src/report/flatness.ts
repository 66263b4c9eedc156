import { rowOf, type Row } from "./row.js"

const LATENCY = /^update-latency-(\d+)$/

/**
 * The update latency with many other live queries, as a multiple of that with the fewest. The floor's grows as well: more
 * live queries are more sockets.
 */
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
    const floor = row.floor && fewest.row.floor ? [row.floor.median / fewest.row.floor.median] : undefined
    const title = `own time with ${queries.toLocaleString("en")} other live queries, of that with ${fewest.queries}`
    const measurement = { name: `${row.name}-of-own`, title, unit: "x", ours, ...(floor && { floor }) }
    return [rowOf(measurement, row.storage, false)]
  })
}

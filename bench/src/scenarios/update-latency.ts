import { Bystanders } from "../bystanders.js"
import { medianSample } from "../harness/pipeline.js"
import { Socket } from "../harness/socket.js"
import { untilUpdated } from "../harness/until-updated.js"
import { Watch } from "../harness/watch.js"
import { compared, interleaved, inTurn, Series, type Figure } from "../interleaved.js"
import { addItems, expectList } from "../items.js"
import type { Measurement, Scenario } from "../scenario.js"

/** Live queries of each other client. */
const QUERIES_PER_SOCKET = 10
/** Documents in the list that changes. */
const DOCUMENTS = 10
/** Other live queries that are few. */
const FEW = 100

/**
 * One client writes, another has a live query of the written project: milliseconds from sending the mutation to the
 * arrival of the update, while `others` live queries of other projects are open. None of those may hear anything.
 */
function latency(others: number): Figure {
  return {
    name: `update-latency-${others}`,
    title: `mutation -> the other client's update, ${others.toLocaleString("en")} other live queries`,
    unit: "ms",
    async prepare(server, { effort }) {
      const writer = await Socket.open(server.url)
      const reader = await Socket.open(server.url)
      const ids = await addItems(writer, "watched", DOCUMENTS)
      const bystanders = await Bystanders.open(server.url, writer, others, QUERIES_PER_SOCKET)
      const watch = new Watch()
      expectList(await reader.subscribe("items:byProject", { project: "watched" }, watch.receive), "watched", ids)
      let count = 0

      const sample = async (): Promise<number> => {
        const write = () => writer.mutation("items:increment", { id: ids[DOCUMENTS - 1] })
        const { answer, results, millis } = await untilUpdated(write, [watch])
        const [list] = results
        if (answer !== ++count || list.length !== DOCUMENTS || list.at(-1).count !== count) {
          throw new Error(`Update ${count} is wrong: ${JSON.stringify(list).slice(0, 300)}`)
        }
        return millis
      }

      return {
        measure: () => medianSample(effort.samples, sample),
        async close() {
          watch.close()
          await bystanders.close()
          await writer.close()
          await reader.close()
        },
      }
    },
  }
}

export const updateLatencyOfFew = interleaved(latency(FEW))

/**
 * The latency with many other live queries, and what it is of our own with few, whose rounds run next to it. The floor's
 * grows as well: more live queries are more sockets.
 */
export function updateLatencyOfMany(others: number): Scenario {
  const [many, few] = [latency(others), latency(FEW)]
  return {
    ...many,
    async run(bench) {
      const ours = await Series.begin(many, bench, "ours")
      const floor = await Series.begin(many, bench, "floor")
      const oursWithFew = await Series.begin(few, bench, "ours")
      const floorWithFew = await Series.begin(few, bench, "floor")
      await inTurn([ours, floor, oursWithFew, floorWithFew], bench)
      const growth: Measurement = {
        name: `${many.name}-of-own`,
        title: `- of the own time with ${FEW}`,
        unit: "x",
        ours: ratios(ours.figures, oursWithFew.figures),
        floor: ratios(floor.figures, floorWithFew.figures),
      }
      return [...compared(many, ours, floor), growth]
    },
  }
}

function ratios(many: readonly number[], few: readonly number[]): number[] {
  return many.map((figure, round) => figure / few[round]!)
}

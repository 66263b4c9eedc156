import { Bystanders } from "../bystanders.js"
import { medianSample } from "../harness/pipeline.js"
import { Socket } from "../harness/socket.js"
import { Watch } from "../harness/watch.js"
import { interleaved } from "../interleaved.js"
import { addItems, expectList } from "../items.js"
import type { Scenario } from "../scenario.js"

/** Live queries of each other client. */
const QUERIES_PER_SOCKET = 10
/** Documents in the list that changes. */
const DOCUMENTS = 10

/**
 * One client writes, another has a live query of the written project: milliseconds from sending the mutation to the
 * arrival of the update, while `others` live queries of other projects are open. None of those may hear anything.
 */
export function updateLatency(others: number): Scenario {
  return interleaved({
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
        const start = performance.now()
        const written = writer.mutation("items:increment", { id: ids[DOCUMENTS - 1] })
        const list = await watch.next()
        const elapsed = performance.now() - start
        if ((await written) !== ++count || list.length !== DOCUMENTS || list.at(-1).count !== count) {
          throw new Error(`Update ${count} is wrong: ${JSON.stringify(list).slice(0, 300)}`)
        }
        return elapsed
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
  })
}

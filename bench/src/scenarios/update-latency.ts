import { Socket } from "../harness/socket.js"
import { medianOf } from "../harness/spread.js"
import { interleaved } from "../interleaved.js"
import { addItems, expectList } from "../items.js"
import type { Scenario } from "../scenario.js"

/** Live queries of one of the other clients. */
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
      const bystanders = await openBystanders(server.url, writer, others)
      let arrived: (list: any) => void = () => {}
      expectList(await reader.subscribe("items:byProject", { project: "watched" }, (it) => arrived(it)), "watched", ids)
      let count = 0

      const sample = async (): Promise<number> => {
        const update = new Promise<any>((resolve) => (arrived = resolve))
        const start = performance.now()
        const written = writer.mutation("items:increment", { id: ids[DOCUMENTS - 1] })
        const list = await update
        const elapsed = performance.now() - start
        if ((await written) !== ++count || list.length !== DOCUMENTS || list.at(-1).count !== count) {
          throw new Error(`Update ${count} is wrong: ${JSON.stringify(list).slice(0, 300)}`)
        }
        return elapsed
      }

      return {
        async measure() {
          const samples: number[] = []
          while (samples.length < effort.samples) samples.push(await sample())
          return medianOf(samples.sort((a, b) => a - b))
        },
        async close() {
          if (bystanders.disturbed() > 0) throw new Error(`${bystanders.disturbed()} updates went to bystanders`)
          for (const socket of [writer, reader, ...bystanders.sockets]) await socket.close()
        },
      }
    },
  })
}

/** Opens clients with live queries of projects that nobody writes; each project has one document. */
async function openBystanders(
  server: URL,
  writer: Socket,
  queries: number,
): Promise<{ sockets: Socket[]; disturbed(): number }> {
  const sockets: Socket[] = []
  let disturbances = 0
  for (let opened = 0; opened < queries; ) {
    const socket = await Socket.open(server)
    sockets.push(socket)
    for (let index = 0; index < QUERIES_PER_SOCKET && opened < queries; index++, opened++) {
      const project = `elsewhere-${opened}`
      const ids = await addItems(writer, project, 1)
      expectList(await socket.subscribe("items:byProject", { project }, () => disturbances++), project, ids)
    }
  }
  return { sockets, disturbed: () => disturbances }
}

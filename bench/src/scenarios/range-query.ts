import { throughput } from "../harness/pipeline.js"
import { Socket } from "../harness/socket.js"
import { interleaved } from "../interleaved.js"
import { addItems, expectList } from "../items.js"
import type { Scenario } from "../scenario.js"

const PROJECTS = 20
const DOCUMENTS = 100

/** Of the base protocol: results as such. */
export const rangeQuery = queries("range-query", "one-shot queries of 100 documents by index, 8 in flight", (server) =>
  Socket.openBase(server),
)

/** Each result comes with its hash, for the case that the client subscribes again after a drop. */
export const rangeQueryHashed = queries("range-query-hashed", "the same by a client of protocol 2", (server) =>
  Socket.open(server),
)

function queries(name: string, title: string, open: (server: URL) => Promise<Socket>): Scenario {
  return interleaved({
    name,
    title,
    unit: "op/s",
    async prepare(server, { effort }) {
      const socket = await open(server.url)
      const projects = Array.from({ length: PROJECTS }, (_, index) => `project-${index}`)
      const ids: string[][] = []
      for (const project of projects) ids.push(await addItems(socket, project, DOCUMENTS))
      /** By project: the text of an answer that was looked at in full. */
      const verified = new Map<number, string>()
      let next = 0
      return {
        measure: () =>
          throughput(8, effort.roundMillis, async () => {
            const index = next++ % PROJECTS
            const frame = await socket.once("items:byProject", { project: projects[index] })
            if (verified.get(index) === frame.rest) return
            expectList(frame.result, projects[index]!, ids[index]!)
            verified.set(index, frame.rest)
          }),
        close: () => socket.close(),
      }
    },
  })
}

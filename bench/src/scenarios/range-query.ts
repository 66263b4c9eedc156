import { throughput } from "../harness/pipeline.js"
import { Socket } from "../harness/socket.js"
import { interleaved } from "../interleaved.js"
import { addItems, expectList } from "../items.js"

const PROJECTS = 20
const DOCUMENTS = 100

export const rangeQuery = interleaved({
  name: "range-query",
  title: "one-shot queries of 100 documents by index, 8 in flight",
  unit: "op/s",
  async prepare(server, { effort }) {
    const socket = await Socket.open(server.url)
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

import { throughput } from "../harness/pipeline.js"
import { Socket } from "../harness/socket.js"
import { interleaved } from "../interleaved.js"
import { expectId, newItem } from "../items.js"

export const insert = interleaved({
  name: "insert",
  title: "inserts, one socket, 32 in flight, 2 indexes",
  unit: "op/s",
  async prepare(server, { effort }) {
    const socket = await Socket.open(server.url)
    const inserted = new Set<string>()
    const perProject = new Map<string, number>()
    let next = 0
    return {
      measure: () =>
        throughput(32, effort.roundMillis, async () => {
          const index = next++
          const project = `project-${index % 97}`
          const id: unknown = await socket.mutation("items:add", newItem(project, index))
          expectId(id)
          inserted.add(id)
          perProject.set(project, (perProject.get(project) ?? 0) + 1)
        }),
      async close() {
        if (inserted.size !== next) throw new Error(`${next} inserts gave ${inserted.size} different ids`)
        const [project, count] = [...perProject][0]!
        const { result } = await socket.once("items:countByProject", { project })
        if (result !== count) throw new Error(`${project} has ${result} documents instead of ${count}`)
        await socket.close()
      },
    }
  },
})

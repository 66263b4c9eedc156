import { throughput } from "../harness/pipeline.js"
import { Socket } from "../harness/socket.js"
import { interleaved } from "../interleaved.js"
import { expectId, newItem } from "../items.js"
import type { Scenario } from "../scenario.js"

/** Inserts into a table with a search index; at the end the last one must be found by its words. */
export const insert = inserts("insert", "inserts, one socket, 32 in flight, 2 indexes + search index", {
  table: "notes",
  add: "items:addNote",
  async check(socket, ids, project) {
    const index = ids.length - 1
    const { result } = await socket.once("items:findNotes", { words: `task ${index} ${project(index)}` })
    if (result.length !== 1 || result[0]._id !== ids[index]) {
      throw new Error(`A search for note ${index} found ${JSON.stringify(result).slice(0, 200)}`)
    }
  },
})

export const insertUnsearched = inserts("insert-unsearched", "the same without the search index", {
  table: "items",
  add: "items:add",
  async check(socket, ids, project) {
    const count = ids.filter((_, index) => project(index) === project(0)).length
    const { result } = await socket.once("items:countByProject", { project: project(0) })
    if (result !== count) throw new Error(`${project(0)} has ${result} documents instead of ${count}`)
  },
})

interface Target {
  readonly table: string
  /** The mutation that inserts one document. */
  readonly add: string
  check(socket: Socket, ids: readonly string[], project: (index: number) => string): Promise<void>
}

function inserts(name: string, title: string, { table, add, check }: Target): Scenario {
  const project = (index: number): string => `project-${index % 97}`
  return interleaved({
    name,
    title,
    unit: "op/s",
    async prepare(server, { effort }) {
      const socket = await Socket.open(server.url)
      const ids: string[] = []
      let next = 0
      return {
        measure: () =>
          throughput(32, effort.roundMillis, async () => {
            const index = next++
            const id: unknown = await socket.mutation(add, newItem(project(index), index))
            expectId(id, table)
            ids[index] = id
          }),
        async close() {
          const different = new Set(ids).size
          if (different !== next) throw new Error(`${next} inserts gave ${different} different ids`)
          await check(socket, ids, project)
          await socket.close()
        },
      }
    },
  })
}

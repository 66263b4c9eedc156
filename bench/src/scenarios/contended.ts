import { throughput } from "../harness/pipeline.js"
import { randomNumbers } from "../harness/random.js"
import { Socket } from "../harness/socket.js"
import { interleaved } from "../interleaved.js"
import { addItems } from "../items.js"

const SOCKETS = 8
const DOCUMENTS = 10

/** Increments that let others in between their read and their write. No increment may fail or be lost. */
export const contended = interleaved({
  name: "contended",
  title: "contended read-wait-write mutations, 8 sockets, 10 documents",
  unit: "op/s",
  async prepare(server, { effort }) {
    const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => Socket.open(server.url)))
    const ids = await addItems(sockets[0]!, "counters", DOCUMENTS)
    /** One fixed sequence a lane, whatever the others do: both sides meet the same contention. */
    const walks = sockets.map((_, lane) => randomNumbers(lane, DOCUMENTS))
    let increments = 0
    return {
      measure: () =>
        throughput(SOCKETS, effort.roundMillis, async (lane) => {
          increments++
          const id = ids[walks[lane]!()]
          const count: unknown = await sockets[lane]!.mutation("items:incrementSlowly", { id })
          if (typeof count !== "number") throw new Error(`An increment answered ${JSON.stringify(count)}`)
        }),
      async close() {
        const { result } = await sockets[0]!.once("items:byProject", { project: "counters" })
        const total = (result as { count: number }[]).reduce((sum, item) => sum + item.count, 0)
        if (total !== increments) throw new Error(`${increments} increments added ${total}`)
        await Promise.all(sockets.map((socket) => socket.close()))
      },
    }
  },
})

import { medianSample } from "../harness/pipeline.js"
import { Socket } from "../harness/socket.js"
import { untilUpdated } from "../harness/until-updated.js"
import { Watch } from "../harness/watch.js"
import { interleaved } from "../interleaved.js"
import { addItems, expectList } from "../items.js"

const SOCKETS = 1_000
const DOCUMENTS = 10

/** Milliseconds from sending a mutation until the last of the sockets has its update. */
export const fanOut = interleaved({
  name: "fan-out",
  title: "1,000 sockets on one live query, last one served",
  unit: "ms",
  async prepare(server, { effort }) {
    const writer = await Socket.open(server.url)
    const ids = await addItems(writer, "watched", DOCUMENTS)
    const sockets: Socket[] = []
    const watches: Watch[] = []
    for (let index = 0; index < SOCKETS; index++) {
      const socket = await Socket.open(server.url)
      const watch = new Watch()
      expectList(await socket.subscribe("items:byProject", { project: "watched" }, watch.receive), "watched", ids)
      sockets.push(socket)
      watches.push(watch)
    }
    let count = 0

    const sample = async (): Promise<number> => {
      const write = () => writer.mutation("items:increment", { id: ids[0] })
      const { answer, results, millis } = await untilUpdated(write, watches)
      if (answer !== ++count || results.some((list) => list.length !== DOCUMENTS || list[0].count !== count)) {
        throw new Error(`Update ${count} reached not everybody whole`)
      }
      return millis
    }

    return {
      measure: () => medianSample(Math.ceil(effort.samples / 10), sample),
      async close() {
        for (const watch of watches) watch.close()
        await Promise.all([writer, ...sockets].map((socket) => socket.close()))
      },
    }
  },
})

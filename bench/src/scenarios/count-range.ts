import { medianSample } from "../harness/pipeline.js"
import { Socket } from "../harness/socket.js"
import { interleaved } from "../interleaved.js"
import { addItems } from "../items.js"

/** `count()` of all documents of a large table through an index: milliseconds, one after the other. */
export const countRange = interleaved({
  name: "count-range",
  title: "count() of an index range of 100,000 documents (--quick: 2,000)",
  unit: "ms",
  async prepare(server, { effort }) {
    const socket = await Socket.open(server.url)
    await addItems(socket, "large", effort.largeTable)
    return {
      measure: () =>
        medianSample(Math.ceil(effort.samples / 10), async () => {
          const start = performance.now()
          const { result } = await socket.once("items:countByProject", { project: "large" })
          const elapsed = performance.now() - start
          if (result !== effort.largeTable) throw new Error(`Counted ${result} of ${effort.largeTable} documents`)
          return elapsed
        }),
      close: () => socket.close(),
    }
  },
})

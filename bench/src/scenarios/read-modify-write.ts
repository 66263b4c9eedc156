import { throughput } from "../harness/pipeline.js"
import { Socket } from "../harness/socket.js"
import { interleaved } from "../interleaved.js"
import { addItems } from "../items.js"

const LANES = 16

export const readModifyWrite = interleaved({
  name: "read-modify-write",
  title: "read-modify-write mutations, 16 in flight",
  unit: "op/s",
  async prepare(server, { effort }) {
    const socket = await Socket.open(server.url)
    const ids = await addItems(socket, "counters", LANES)
    const counts = new Array<number>(LANES).fill(0)
    return {
      measure: () =>
        throughput(LANES, effort.roundMillis, async (lane) => {
          const count: unknown = await socket.mutation("items:increment", { id: ids[lane] })
          if (count !== ++counts[lane]!) throw new Error(`Increment gave ${count} instead of ${counts[lane]}`)
        }),
      close: () => socket.close(),
    }
  },
})

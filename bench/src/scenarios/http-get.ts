import { HttpClient } from "../harness/http-client.js"
import { throughput } from "../harness/pipeline.js"
import { Socket } from "../harness/socket.js"
import { interleaved } from "../interleaved.js"
import { addItems, newItem } from "../items.js"

const LANES = 8
const DOCUMENTS = 1_000

export const httpGet = interleaved({
  name: "http-get",
  title: "/query over HTTP, point get, 8 in flight",
  unit: "op/s",
  async prepare(server, { effort }) {
    const socket = await Socket.open(server.url)
    const ids = await addItems(socket, "documents", DOCUMENTS)
    await socket.close()
    const client = new HttpClient(server.url, LANES)
    let next = 0
    return {
      measure: () =>
        throughput(LANES, effort.roundMillis, async () => {
          const index = next++ % DOCUMENTS
          const found = await client.query("items:get", { id: ids[index] })
          if (found?._id !== ids[index] || found.title !== newItem("documents", index).title) {
            throw new Error(`Asked for document ${index}, got ${JSON.stringify(found)}`)
          }
        }),
      close: async () => client.close(),
    }
  },
})

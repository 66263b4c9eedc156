import { Bystanders } from "../bystanders.js"
import type { Server } from "../harness/server.js"
import { Socket } from "../harness/socket.js"
import { untilUpdated } from "../harness/until-updated.js"
import { Watch } from "../harness/watch.js"
import { addItems, expectList } from "../items.js"
import { heapMebibytes } from "../profile/heap.js"
import type { Bench, Scenario, Side } from "../scenario.js"

const QUERIES = 10_000
/** One in so many rounds of other scenarios: each opens all queries anew. */
const ROUNDS_OF_OTHERS = 3

interface Waking {
  /** Milliseconds from a mutation sent to the sleeping object until its watcher has the update. */
  readonly millis: number
  /** Updates to clients whose queries nobody wrote to. */
  readonly repeated: number
}

/**
 * What 10,000 live queries keep in memory, and how long the object needs to find them again after hibernation. The
 * floor forgets them, so there is no waking up to compare with.
 *
 * @param perSocket - live queries of one client; what many of them need does not fit into its socket's attachment
 */
export function resident(perSocket: number): Scenario {
  const name = `resident-${perSocket}`
  const clients = `10,000 live queries, ${perSocket} a client`
  return {
    name,
    title: `${clients}: memory and waking up`,
    anyStorage: true,
    async run(bench) {
      const heap: Record<Side, number[]> = { ours: [], floor: [] }
      const wakings: Waking[] = []
      const rounds = Math.ceil(bench.effort.rounds / ROUNDS_OF_OTHERS)
      for (let round = 0; round < rounds; round++) {
        const order: Side[] = round % 2 === 0 ? ["ours", "floor"] : ["floor", "ours"]
        for (const side of order) heap[side].push(await measure(side, perSocket, bench, wakings))
        bench.progress(`round ${round + 1} of ${rounds}`)
      }
      const heaps = { name: `${name}-heap`, title: `${clients}: heap`, unit: "MiB", ...heap }
      if (wakings.length === 0) return [heaps]
      const [millis, repeated] = [wakings.map((it) => it.millis), wakings.map((it) => it.repeated)]
      return [
        heaps,
        { name: `${name}-wake`, title: "- first write after hibernation", unit: "ms", ours: millis },
        { name: `${name}-repeated`, title: "- updates that say nothing new", unit: "", ours: repeated },
      ]
    },
  }
}

/** Answers the MiB of the isolate's heap that the live queries of a new server take; wakes it once if it remembers them. */
async function measure(side: Side, perSocket: number, bench: Bench, wakings: Waking[]): Promise<number> {
  const server = await bench.start(side)
  const writer = await Socket.open(server.url)
  const [id] = await addItems(writer, "watched", 1)
  const idle = await heapMebibytes(server)
  const bystanders = await Bystanders.open(server.url, writer, QUERIES, perSocket)
  const heap = (await heapMebibytes(server)) - idle
  if (bench.programOf(side) === "ours") {
    const millis = await wake(server, writer, id!)
    wakings.push({ millis, repeated: bystanders.disturbances })
  }
  await bystanders.disconnect()
  await writer.close()
  await server.stop()
  return heap
}

async function wake(server: Server, writer: Socket, id: string): Promise<number> {
  const watch = new Watch()
  expectList(await writer.subscribe("items:byProject", { project: "watched" }, watch.receive), "watched", [id])
  await server.evict()
  const { answer, millis } = await untilUpdated(() => writer.mutation("items:increment", { id }), [watch])
  if (answer !== 1) throw new Error(`The increment after hibernation gave ${answer}`)
  watch.close()
  return millis
}

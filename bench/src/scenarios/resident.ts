import { Bystanders } from "../bystanders.js"
import { Socket } from "../harness/socket.js"
import { Watch } from "../harness/watch.js"
import { addItems, expectList } from "../items.js"
import { heapMebibytes } from "../profile/heap.js"
import type { Bench, Scenario, Side } from "../scenario.js"

const QUERIES = 10_000

interface Resident {
  /** MiB of the isolate's heap that the live queries take. */
  readonly heap: number
  /** Milliseconds from a mutation sent to the sleeping object until its watcher has the update. */
  readonly wake: number
  /** Updates to clients whose queries nobody wrote to. */
  readonly repeated: number
}

/**
 * What 10,000 live queries keep in memory, and how long the object needs to find them again after hibernation. The
 * floor forgets them, so only ours must still deliver.
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
      const ours = await measure("ours", perSocket, bench)
      const floor = await measure("floor", perSocket, bench)
      const figure = (of: keyof Resident) => ({ ours: [ours[of]], floor: [floor[of]] })
      return [
        { name: `${name}-heap`, title: `${clients}: heap`, unit: "MiB", ...figure("heap") },
        { name: `${name}-wake`, title: "- first write after hibernation", unit: "ms", ...figure("wake") },
        { name: `${name}-repeated`, title: "- updates that say nothing new", unit: "", ours: [ours.repeated] },
      ]
    },
  }
}

async function measure(side: Side, perSocket: number, bench: Bench): Promise<Resident> {
  const server = await bench.start(side)
  const writer = await Socket.open(server.url)
  const [id] = await addItems(writer, "watched", 1)
  const idle = await heapMebibytes(server)
  const bystanders = await Bystanders.open(server.url, writer, QUERIES, perSocket)
  const heap = (await heapMebibytes(server)) - idle
  bench.progress(`${side}: ${QUERIES} live queries`)

  const watch = new Watch()
  expectList(await writer.subscribe("items:byProject", { project: "watched" }, watch.receive), "watched", [id!])
  await server.evict()
  const start = performance.now()
  const count: unknown = await writer.mutation("items:increment", { id })
  if (side === "ours") await watch.next()
  const wake = performance.now() - start
  if (count !== 1) throw new Error(`The increment after hibernation gave ${count}`)
  watch.close()
  const { disturbances } = bystanders
  await bystanders.disconnect()
  await writer.close()
  return { heap, wake, repeated: disturbances }
}

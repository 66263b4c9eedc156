import { setTimeout as sleep } from "node:timers/promises"
import { heapMebibytes } from "../profile/heap.js"
import { Server } from "../harness/server.js"
import { spreadOf } from "../harness/spread.js"
import type { Storage } from "../harness/storage.js"
import { addItems } from "../items.js"
import { Socket } from "../harness/socket.js"
import { Counters } from "./counters.js"
import { SoakClient } from "./soak-client.js"
import { Sockets } from "./sockets.js"

const CLIENTS = 12
const PROJECTS = Array.from({ length: 8 }, (_, index) => `project-${index}`)
const COUNTERS = 5

/** Time between two evictions, and between two looks at memory. */
const PAUSE_MILLIS = 4_000

/**
 * In the first part of a soak the object is evicted again and again, in the rest connections are dropped. workerd does not
 * evict on demand an object, be it the floor, some of whose sockets were opened at the same time or again while others were busy.
 */
const PART_WITH_EVICTIONS = 0.5

/** Longest time after the end in which jobs and updates have to arrive. */
const LAST_MILLIS = 60_000

/** How much larger memory may be in the last fifth than in the second: garbage and caches come and go. */
const MOST_GROWTH = 1.2
const MOST_GROWTH_MIB = 4

const MEBIBYTE = 2 ** 20

/** What a soak has found. */
export interface SoakResult {
  readonly minutes: number
  readonly operations: number
  readonly drops: number
  readonly evictions: number
  readonly jobs: number
  /** MiB of the isolate's heap after garbage collection, early and at the end. */
  readonly heap: readonly [number, number]
  /** MiB that workerd keeps resident: medians of the second and the last fifth; null where the system does not tell. */
  readonly resident: readonly [number, number] | null
  /** Empty when nothing was wrong. */
  readonly faults: readonly string[]
}

/**
 * Clients that write, schedule and subscribe while the object loses its memory every few seconds, and then while they lose
 * their connections. At the end every mutation and every job has taken effect once, every client shows what a fresh run of its
 * queries gives, and memory is where it was.
 */
export async function soak(
  script: string,
  storage: Storage,
  minutes: number,
  progress: (text: string) => void,
): Promise<SoakResult> {
  const server = await Server.start(script, storage)
  const sockets = new Sockets()
  const faults: string[] = []
  try {
    const seeding = await Socket.open(server.url)
    const counters = new Counters(await addItems(seeding, "counters", COUNTERS))
    for (const project of PROJECTS) await addItems(seeding, project, 20)
    await seeding.close()

    const clients = Array.from(
      { length: CLIENTS },
      (_, index) => new SoakClient(index, server.url, PROJECTS, counters, sockets),
    )
    const begin = Date.now()
    const end = begin + minutes * 60_000
    const part = () => (Date.now() - begin) / (end - begin)
    const resident: { at: number; mebibytes: number }[] = []
    let early: number | undefined
    let evictions = 0
    const work = clients.map((client) => client.work(() => Date.now() < end))
    while (Date.now() < end) {
      await sleep(Math.min(PAUSE_MILLIS, Math.max(0, end - Date.now())))
      sockets.areFragile = part() >= PART_WITH_EVICTIONS
      if (!sockets.areFragile) {
        await server.evict()
        evictions++
      }
      const bytes = server.residentBytes()
      if (bytes !== undefined) resident.push({ at: part(), mebibytes: bytes / MEBIBYTE })
      if (early === undefined && part() > 0.2) early = await heapMebibytes(server)
      const operations = clients.reduce((sum, client) => sum + client.operations, 0)
      progress(
        `${Math.round(100 * part())} %: ${operations} operations, ${sockets.drops} drops, ${evictions} evictions`,
      )
    }
    await Promise.all(work)
    progress("waiting for the last jobs and updates")
    faults.push(...clients.flatMap((client) => client.faults))
    faults.push(...(await counters.differences(server.url, LAST_MILLIS)))
    for (const client of clients) faults.push(...(await client.differences(server.url, LAST_MILLIS)))
    const late = await heapMebibytes(server)
    clients.forEach((client) => client.close())

    const between = (from: number, to: number) =>
      spreadOf(resident.filter(({ at }) => at >= from && at <= to).map(({ mebibytes }) => mebibytes)).median
    if (early === undefined) throw new Error("The soak was too short to have looked at its memory early")
    const heap = [early, late] as const
    const kept = resident.length === 0 ? null : ([between(0.2, 0.4), between(0.8, 1.1)] as const)
    for (const [what, figures] of [["heap", heap] as const, ["resident memory", kept] as const]) {
      if (figures && figures[1] > figures[0] * MOST_GROWTH + MOST_GROWTH_MIB)
        faults.push(`The ${what} has grown from ${figures[0].toFixed(1)} to ${figures[1].toFixed(1)} MiB`)
    }
    const operations = clients.reduce((sum, client) => sum + client.operations, 0)
    const { drops } = sockets
    return { minutes, operations, drops, evictions, jobs: counters.scheduled, heap, resident: kept, faults }
  } finally {
    await server.stop()
  }
}

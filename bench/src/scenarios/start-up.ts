import { Socket } from "../harness/socket.js"
import type { Bench, Scenario, Side } from "../scenario.js"

/** Milliseconds from starting workerd on an empty folder until a query over a socket is answered. */
export const startUp: Scenario = {
  name: "start-up",
  title: "ready and first reply",
  async run(bench) {
    const figures: Record<Side, number[]> = { ours: [], floor: [] }
    for (const side of ["ours", "floor"] as const) await firstReply(side, bench)
    for (let round = 0; round < bench.effort.rounds; round++) {
      const order: Side[] = round % 2 === 0 ? ["ours", "floor"] : ["floor", "ours"]
      for (const side of order) figures[side].push(await firstReply(side, bench))
      bench.progress(`round ${round + 1} of ${bench.effort.rounds}`)
    }
    return [{ name: "start-up", title: "ready and first reply", unit: "ms", ...figures }]
  },
}

async function firstReply(side: Side, bench: Bench): Promise<number> {
  const start = performance.now()
  const server = await bench.start(side)
  const socket = await Socket.open(server.url)
  const { result } = await socket.once("items:byProject", { project: "none" })
  const elapsed = performance.now() - start
  if (JSON.stringify(result) !== "[]") throw new Error(`An empty table answered ${JSON.stringify(result)}`)
  await socket.close()
  await server.stop()
  return elapsed
}

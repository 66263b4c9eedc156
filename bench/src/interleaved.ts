import type { Server } from "./harness/server.js"
import type { Bench, Scenario, Side } from "./scenario.js"

/** One side of a scenario, seeded and connected. */
export interface Probe {
  /** Measures one round and checks every answer in it. */
  measure(): Promise<number>
  /** Checks what the rounds left behind and disconnects. */
  close(): Promise<void>
}

interface Definition {
  readonly name: string
  readonly title: string
  readonly unit: "op/s" | "ms"
  prepare(server: Server, bench: Bench, side: Side): Promise<Probe>
}

/**
 * A scenario that measures one figure on both sides in turn. The side that goes first alternates, so that whatever
 * else the machine does meets both alike; the first round of each is a warm-up and does not count.
 */
export function interleaved(definition: Definition): Scenario {
  const { name, title, unit } = definition
  return {
    name,
    title,
    async run(bench) {
      const probes: Record<Side, Probe> = {
        ours: await definition.prepare(await bench.start("ours"), bench, "ours"),
        floor: await definition.prepare(await bench.start("floor"), bench, "floor"),
      }
      const figures: Record<Side, number[]> = { ours: [], floor: [] }
      await probes.ours.measure()
      await probes.floor.measure()
      for (let round = 0; round < bench.effort.rounds; round++) {
        const order: Side[] = round % 2 === 0 ? ["ours", "floor"] : ["floor", "ours"]
        for (const side of order) figures[side].push(await probes[side].measure())
        bench.progress(`round ${round + 1} of ${bench.effort.rounds}`)
      }
      await probes.ours.close()
      await probes.floor.close()
      return [{ name, title, unit, ...figures }]
    },
  }
}

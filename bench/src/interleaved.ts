import type { Server } from "./harness/server.js"
import type { Bench, Measurement, Probe, Scenario, Side } from "./scenario.js"

interface Definition {
  readonly name: string
  readonly title: string
  readonly unit: "op/s" | "ms"
  prepare(server: Server, bench: Bench, side: Side): Promise<Probe>
}

/** The figures of one side, round by round. */
class Series {
  readonly figures: number[] = []
  /** Microseconds of the server's CPU for each operation. */
  readonly cpuMicros: number[] = []

  constructor(
    private readonly server: Server,
    private readonly probe: Probe,
  ) {}

  async round(): Promise<void> {
    const before = this.server.cpuMillis()
    const { figure, operations } = await this.probe.measure()
    const after = this.server.cpuMillis()
    this.figures.push(figure)
    if (before !== undefined && after !== undefined) this.cpuMicros.push(((after - before) * 1_000) / operations)
  }

  async end(): Promise<void> {
    await this.probe.close()
  }

  /** Forgets what the warm-up measured. */
  clear(): void {
    this.figures.length = 0
    this.cpuMicros.length = 0
  }
}

/**
 * A scenario that measures one figure on both sides in turn. The side that goes first alternates, so that whatever
 * else the machine does meets both alike; the first round of each is a warm-up and does not count.
 */
export function interleaved(definition: Definition): Scenario & Pick<Definition, "prepare"> {
  const { name, title, unit } = definition
  return {
    name,
    title,
    prepare: definition.prepare,
    async run(bench) {
      const series = { ours: await begin(definition, bench, "ours"), floor: await begin(definition, bench, "floor") }
      const { ours, floor } = series
      for (const warmed of [ours, floor]) {
        await warmed.round()
        warmed.clear()
      }
      for (let round = 0; round < bench.effort.rounds; round++) {
        const idle = performance.eventLoopUtilization()
        for (const side of round % 2 === 0 ? [ours, floor] : [floor, ours]) await side.round()
        const busy = Math.round(performance.eventLoopUtilization(idle).utilization * 100)
        bench.progress(`round ${round + 1} of ${bench.effort.rounds}, driver ${busy}% busy`)
      }
      for (const side of [ours, floor]) await side.end()
      const figures: Measurement = { name, title, unit, ours: ours.figures, floor: floor.figures }
      if (ours.cpuMicros.length === 0) return [figures]
      const cpu = { ours: ours.cpuMicros, floor: floor.cpuMicros }
      return [figures, { name: `${name}-cpu`, title: "- server's CPU for each", unit: "us", ...cpu }]
    },
  }
}

async function begin(definition: Definition, bench: Bench, side: Side): Promise<Series> {
  const server = await bench.start(side)
  return new Series(server, await definition.prepare(server, bench, side))
}

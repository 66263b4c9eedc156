import type { Round } from "./harness/pipeline.js"
import type { Server } from "./harness/server.js"
import type { Bench, Measurement, Probe, Scenario, Side } from "./scenario.js"

/** One figure of one side. */
export interface Figure {
  readonly name: string
  readonly title: string
  readonly unit: "op/s" | "ms"
  prepare(server: Server, bench: Bench, side: Side): Promise<Probe>
}

/** The figures of one side, round by round. */
export class Series {
  readonly figures: number[] = []
  /** Microseconds of the server's CPU for each operation. */
  readonly cpuMicros: number[] = []

  private constructor(
    private readonly server: Server,
    private readonly probe: Probe,
  ) {}

  static async begin(figure: Figure, bench: Bench, side: Side): Promise<Series> {
    const server = await bench.start(side)
    return new Series(server, await figure.prepare(server, bench, side))
  }

  /** A round that does not count. */
  async warmUp(): Promise<void> {
    await this.probe.measure()
  }

  async round(): Promise<void> {
    const before = this.server.cpuMillis()
    const { figure, operations }: Round = await this.probe.measure()
    const after = this.server.cpuMillis()
    this.figures.push(figure)
    if (before !== undefined && after !== undefined) this.cpuMicros.push(((after - before) * 1_000) / operations)
  }

  async end(): Promise<void> {
    await this.probe.close()
  }
}

/**
 * Measures the rounds of several series in turn, so that whatever else the machine does meets all alike. The order is
 * turned round after each round, and the first round of each is a warm-up.
 */
export async function inTurn(series: readonly Series[], bench: Bench): Promise<void> {
  const { rounds } = bench.effort
  for (const each of series) await each.warmUp()
  for (let round = 0; round < rounds; round++) {
    const idle = performance.eventLoopUtilization()
    for (const each of round % 2 === 0 ? series : series.toReversed()) await each.round()
    const busy = Math.round(performance.eventLoopUtilization(idle).utilization * 100)
    bench.progress(`round ${round + 1} of ${rounds}, driver ${busy}% busy`)
  }
  for (const each of series) await each.end()
}

/** A figure of both sides, and the server's CPU where the system tells it. */
export function compared({ name, title, unit }: Figure, ours: Series, floor: Series): Measurement[] {
  const figures: Measurement = { name, title, unit, ours: ours.figures, floor: floor.figures }
  if (ours.cpuMicros.length === 0) return [figures]
  const cpu = { ours: ours.cpuMicros, floor: floor.cpuMicros }
  return [figures, { name: `${name}-cpu`, title: "- server's CPU for each", unit: "us", ...cpu }]
}

/** A scenario that measures one figure on both sides in turn. */
export function interleaved(figure: Figure): Scenario & Figure {
  return {
    ...figure,
    async run(bench) {
      const [ours, floor] = [await Series.begin(figure, bench, "ours"), await Series.begin(figure, bench, "floor")]
      await inTurn([ours, floor], bench)
      return compared(figure, ours, floor)
    },
  }
}

import { createRequire } from "node:module"
import { cpus, loadavg, release, totalmem, type } from "node:os"

/** Where and when a result was measured. */
export interface Machine {
  /** ISO 8601, UTC. */
  readonly date: string
  readonly system: string
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  readonly node: string
  readonly workerd: string
  /** Processes that wanted to run during the minute before: if not about 0, the machine was not ours alone. */
  readonly load: number
}

export function describeMachine(): Machine {
  const { version } = createRequire(import.meta.url)("workerd/package.json") as { version: string }
  return {
    date: new Date().toISOString(),
    system: `${type()} ${release()}`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    workerd: version,
    load: Math.round(loadavg()[0]! * 100) / 100,
  }
}

export function machineText(machine: Machine): string {
  const { date, system, processor, cores, memoryGiB, node, workerd, load } = machine
  return `${date}: ${cores} x ${processor}, ${memoryGiB} GiB, ${system}, Node ${node}, workerd ${workerd}, load before ${load}`
}

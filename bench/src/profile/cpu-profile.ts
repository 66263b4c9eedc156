import type { Inspector } from "./inspector.js"

/** What `Profiler.stop` answers, as far as it is used here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly lineNumber: number; readonly columnNumber: number }
    readonly children?: readonly number[]
  }[]
  readonly samples: readonly number[]
  /** Microseconds between samples. */
  readonly timeDeltas: readonly number[]
}

/** Samples the isolate every 100 us while `work` runs. */
export async function profileDuring(inspector: Inspector, work: () => Promise<unknown>): Promise<CpuProfile> {
  await inspector.call("Profiler.enable")
  await inspector.call("Profiler.setSamplingInterval", { interval: 100 })
  await inspector.call("Profiler.start")
  await work()
  return (await inspector.call("Profiler.stop")).profile as CpuProfile
}

/** Microseconds spent in each function itself and with all that it called, by frame. */
export interface FrameTime {
  readonly functionName: string
  readonly lineNumber: number
  readonly columnNumber: number
  selfMicros: number
  totalMicros: number
}

/** Sums a profile by function, most expensive first. */
export function timeByFunction({ nodes, samples, timeDeltas }: CpuProfile): FrameTime[] {
  const selfOfNode = new Map<number, number>()
  samples.forEach((node, index) => selfOfNode.set(node, (selfOfNode.get(node) ?? 0) + timeDeltas[index]!))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const times = new Map<string, FrameTime>()

  /** Adds the node's subtree; functions on the path to it already count what is below them. */
  const add = (id: number, path: ReadonlySet<string>): number => {
    const node = byId.get(id)!
    const { functionName, lineNumber, columnNumber } = node.callFrame
    const key = `${functionName}:${lineNumber}:${columnNumber}`
    let time = times.get(key)
    if (time === undefined) {
      times.set(key, (time = { functionName, lineNumber, columnNumber, selfMicros: 0, totalMicros: 0 }))
    }
    const self = selfOfNode.get(id) ?? 0
    const below = new Set(path).add(key)
    const total = (node.children ?? []).reduce((sum, child) => sum + add(child, below), self)
    time.selfMicros += self
    if (!path.has(key)) time.totalMicros += total
    return total
  }
  add(nodes[0]!.id, new Set())
  return [...times.values()].sort((a, b) => b.selfMicros - a.selfMicros)
}

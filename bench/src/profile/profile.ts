import { relative } from "node:path"
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping"
import { Server } from "../harness/server.js"
import type { Storage } from "../harness/storage.js"
import { benchRoot, bundleMapped } from "../harness/workers.js"
import type { Effort, Scenario, Side } from "../scenario.js"
import { entryOf } from "../scripts.js"
import { profileDuring, timeByFunction, type FrameTime } from "./cpu-profile.js"
import { Inspector } from "./inspector.js"

const ROUNDS = 5
const FUNCTIONS = 45

/** Runs rounds of a scenario on one side alone and says which functions took the time. */
export async function profile(scenario: Scenario, side: Side, storage: Storage, effort: Effort): Promise<string> {
  if (!scenario.prepare) throw new Error(`Scenario ${scenario.name} has no rounds to profile.`)
  const module = await bundleMapped(entryOf(side, "plain"))
  const server = await Server.start(module.text, storage)
  try {
    const bench = {
      storage,
      effort,
      start: () => Promise.resolve(server),
      programOf: (of: Side) => of,
      progress: (text: string) => console.error(text),
    }
    const probe = await scenario.prepare(server, bench, side)
    await probe.measure()
    const inspector = await Inspector.connect(await server.inspectorUrl())
    let operations = 0
    const times = timeByFunction(
      await profileDuring(inspector, async () => {
        for (let round = 0; round < ROUNDS; round++) operations += (await probe.measure()).operations
      }),
    )
    await inspector.close()
    await probe.close()
    return `${scenario.name}, ${side}: ${report(times, new TraceMap(module.map), operations)}`
  } finally {
    await server.stop()
  }
}

function report(times: readonly FrameTime[], map: TraceMap, operations: number): string {
  const lines = times.slice(0, FUNCTIONS).map(({ functionName, lineNumber, columnNumber, selfMicros, totalMicros }) => {
    const place = lineNumber < 0 ? "" : sourceOf(map, lineNumber + 1, columnNumber)
    const [self, total] = [selfMicros, totalMicros].map((micros) => (micros / operations).toFixed(1).padStart(9))
    return `${self} ${total}  ${functionName || "(anonymous)"}  ${place}`
  })
  return [`microseconds for each of ${operations} operations`, "     self     total  function", ...lines].join("\n")
}

/** File and line of a position in the bundle; native functions have none. */
function sourceOf(map: TraceMap, line: number, column: number): string {
  const position = originalPositionFor(map, { line, column })
  return position.source === null ? "" : `${relative(benchRoot, position.source)}:${position.line}`
}

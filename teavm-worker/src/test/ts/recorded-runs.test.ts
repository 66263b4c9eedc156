import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import type { Replay } from "./app/recorded-runs.js"
import { Backend, type EngineBuild } from "./harness/backend.js"

const file = fileURLToPath(new URL("../../../../core/target/recorded-runs.jsonl", import.meta.url))

async function replayAll(build: EngineBuild): Promise<void> {
  expect(existsSync(file), "write it first: mvn -q -pl core test -Dtest=RecordedRunsTest").toBe(true)
  const runs = readFileSync(file, "utf8").split("\n")
  const backend = await Backend.start(build)
  let calls = 0
  let statements = 0
  try {
    for (const run of runs) {
      const seed = /^{"seed":(\d+)/.exec(run)![1]
      const answer = await backend.fetch(`/recorded/${seed}`, { method: "POST", body: run })
      const replay = (await answer.json()) as Replay
      expect(replay.difference, `seed ${seed}`).toBeUndefined()
      calls += replay.calls
      statements += replay.statements
    }
  } finally {
    await backend.stop()
  }
  expect(runs.length).toBeGreaterThanOrEqual(50)
  expect(calls).toBeGreaterThan(100 * runs.length)
  console.log(`${runs.length} recorded runs on the ${build} build: ${calls} calls, ${statements} statements`)
}

// What the simulation asks of the engine on the JVM, and what the engine does then: the compiled one does the same, to
// the letter of its frames, at every statement that fails and every death of the process.
for (const build of ["strict", "release"] as const) {
  test(
    `the ${build} build goes through runs of the simulation as the engine does on the JVM`,
    { timeout: 120_000 },
    () => replayAll(build),
  )
}

import { parseValue, stringifyValue } from "@zeroback/values"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Replay } from "./app/query-vectors.js"
import { Backend } from "./harness/backend.js"

interface Vectors {
  rounds: { table: string; cases: unknown[] }[]
}

const file = fileURLToPath(new URL("../../../../core/src/test/resources/vectors/queries.json", import.meta.url))
let backend: Backend

beforeAll(async () => {
  backend = await Backend.start("strict")
})
afterAll(() => backend.stop())

test("queries and searches find what they find on the JVM", { timeout: 60_000 }, async () => {
  const { rounds } = parseValue(readFileSync(file, "utf8")) as Vectors
  let asked = 0
  for (const [i, round] of rounds.entries()) {
    const replay = await backend.fetch(`/vectors/${i}`, {
      method: "POST",
      body: stringifyValue(round),
    })
    const answer = (await replay.json()) as Replay
    expect(answer.failures, `round ${i} of ${round.table}`).toEqual([])
    asked += answer.asked
  }
  expect(rounds.reduce((sum, { cases }) => sum + cases.length, 0)).toBeGreaterThanOrEqual(2_000)
  expect(asked).toBeGreaterThanOrEqual(4_000)
  console.log(`${asked / 2} query vectors replayed under workerd, each on pending and on committed writes`)
})

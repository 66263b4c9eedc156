import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { Backend } from "./harness/backend.js"

// V8 stores a text with one byte a character or with two, all of it; an attachment has room for 16 KiB.
let backend: Backend

beforeAll(async () => {
  backend = await Backend.start("release", { ZEROBACK_ADMIN_KEY: "key" })
})
afterAll(() => backend.stop())

test.each([
  ["arguments", "東京", "q"],
  ["ids", "tokyo", "東京"],
])("a socket lives on with hundreds of live queries whose %s have wide characters", async (what, project, id) => {
  const base = `/plain/t/wide-${what}`
  const [watcher, other] = [await backend.connect(`${base}/ws`), await backend.connect(`${base}/ws`)]
  for (let i = 0; i < 200; i++) {
    const query = { type: "query", id: id + i, fn: "tasks:list", args: { project: project + i } }
    expect(await watcher.ask(query)).toEqual({ type: "result", id: id + i, result: [] })
  }
  for (const i of [199, 3]) {
    const args = { project: project + i, text: "milk" }
    const created = await other.ask({ type: "mutation", id: "m", fn: "tasks:create", args })
    expect(created).toMatchObject({ type: "mutationResult" })
    expect(await watcher.next()).toMatchObject({ type: "update", id: id + i, result: [{ text: "milk" }] })
    await backend.evict("ZerobackDO", base)
  }
})

test(
  "what is kept of large arguments with wide characters is no larger than its text",
  { timeout: 60_000 },
  async () => {
    vi.stubEnv("MINIFLARE_WORKERD_V8_FLAGS", "--max-heap-size=128")
    const small = await Backend.start("release")
    vi.unstubAllEnvs()
    const socket = await small.connect("/plain/t/wide-large/ws")
    const ask = (i: number) =>
      socket.ask({ type: "query", id: `q${i}`, fn: "tasks:list", args: { project: "東".repeat(340_000) + i } })
    for (let i = 0; i < 5; i++) expect(await ask(i)).toMatchObject({ type: "result" })
    expect(await ask(5)).toMatchObject({ type: "error", message: expect.stringContaining("limits.liveQueryBytes") })
    await small.stop()
  },
)

import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { Backend } from "./harness/backend.js"
import type { Connection } from "./harness/connection.js"

const SOCKETS = 10
const QUERIES_PER_SOCKET = 30
const DOCUMENTS = 690

let backend: Backend

beforeAll(async () => {
  // Cloudflare gives an object 128 MB. With less of it fewer queries show the same.
  vi.stubEnv("MINIFLARE_WORKERD_V8_FLAGS", "--max-heap-size=40")
  backend = await Backend.start("release", { ZEROBACK_ADMIN_KEY: "key" })
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await backend.stop()
})

/** The transition that a write has caused, whichever frames come before it. */
async function nextItems(socket: Connection): Promise<{ result: { page: unknown[] } }[]> {
  const frame = await socket.next()
  const items = frame["items"] as { result: { page: unknown[] } }[] | undefined
  return items && items.length > 0 ? items : nextItems(socket)
}

test("a write that changes hundreds of large live queries does not fill the memory", { timeout: 60_000 }, async () => {
  const base = "/plain/t/large-round"
  const write = (count: number) =>
    backend.post(`${base}/__admin/run`, { fn: "limits:write", args: { count } }, { Authorization: "Bearer key" })
  await write(DOCUMENTS)
  const sockets: Connection[] = []
  for (let i = 0; i < SOCKETS; i++) {
    const socket = await backend.connect(`${base}/ws`)
    sockets.push(socket)
    await socket.ask({ type: "hello", protocol: 2, capabilities: [] })
    for (let j = 0; j < QUERIES_PER_SOCKET; j++) {
      // Each shows all documents, and is a query of its own.
      const numItems = 1_000 - (i * QUERIES_PER_SOCKET + j)
      const args = { project: "limits", numItems }
      const { result } = await socket.ask({ type: "query", id: `q${j}`, fn: "tasks:page", args })
      expect((result as { page: unknown[] }).page).toHaveLength(DOCUMENTS)
    }
  }
  for (let written = 1; written <= 3; written++) {
    await write(1)
    for (const socket of sockets) {
      const items = await nextItems(socket)
      expect(items).toHaveLength(QUERIES_PER_SOCKET)
      for (const { result } of items) {
        expect(result.page).toHaveLength(DOCUMENTS + written)
      }
    }
  }
})

import { afterAll, beforeAll, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"

let backend: Backend

beforeAll(async () => {
  backend = await Backend.start("release", { ZEROBACK_ADMIN_KEY: "key" })
})
afterAll(() => backend.stop())

const run = async (base: string, fn: string, args: object = {}) =>
  (await backend.post(`${base}/__admin/run`, { fn, args }, { Authorization: "Bearer key" })).body.result
const reset = (base: string) => backend.post(`${base}/__dev/reset`, {}, { Authorization: "Bearer key" })

test("a reset empties the bucket of the object's files, and of no other's", async () => {
  const [base, other] = ["/plain/t/reset-files", "/plain/t/reset-other"]
  const store = async (at: string) =>
    (await run(at, "files:store", { text: "x", type: "text/plain" })).storageId as string
  const [gone, kept] = [await store(base), await store(other)]
  expect((await reset(base)).status).toBe(200)
  expect([await backend.isStored(gone), await backend.isStored(kept)]).toEqual([false, true])
})

test("nothing that ran before a reset writes after it", async () => {
  const base = "/plain/t/reset-runs"
  const working = run(base, "jobs:work", { text: "late", millis: 300 })
  await run(base, "jobs:leaveLater", { text: "never", millis: 200 })
  await run(base, "jobs:workLater", { text: "never", millis: 250 })
  await reset(base)
  await working
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(await run(base, "tasks:list", { project: "jobs" })).toEqual([])
  await run(base, "jobs:leave", { text: "after" })
  expect(await run(base, "tasks:list", { project: "jobs" })).toMatchObject([{ text: "after" }])
})

test("a live query that goes on failing in the same way is told once", async () => {
  const base = "/plain/t/failing"
  const socket = await backend.connect(`${base}/ws`)
  const failing = await socket.ask({ type: "query", id: "q", fn: "limits:failWithTasks", args: {} })
  expect(failing).toMatchObject({ type: "error", message: expect.stringMatching(/^Server error \(request /) })
  const create = (text: string) =>
    socket.ask({ type: "mutation", id: text, fn: "tasks:create", args: { project: "a", text } })
  // The query ran again, failed as before and told nothing: the mutation's result comes first.
  expect(await create("one")).toMatchObject({ type: "mutationResult", id: "one" })
  expect(await create("two")).toMatchObject({ type: "error", id: "q" })
  expect(await socket.next()).toMatchObject({ type: "mutationResult", id: "two" })
})

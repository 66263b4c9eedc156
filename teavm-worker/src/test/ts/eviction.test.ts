import { createHash } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"

// Each step of these finds an object that has just lost its memory.
let backend: Backend
let tenants = 0

beforeAll(async () => {
  backend = await Backend.start("release", { ZEROBACK_ADMIN_KEY: "key" })
})
afterAll(() => backend.stop())

/** An object of its own for a test; each use of it is preceded by an eviction. */
function evicted(app = "plain", className = "ZerobackDO") {
  const base = `/${app}/t/evicted${++tenants}`
  const evict = async () => {
    // Only an object that is in memory can be evicted.
    await backend.fetch(`${base}/health`)
    await backend.evict(className, base)
  }
  return {
    base,
    async run(fn: string, args: object = {}): Promise<any> {
      await evict()
      const { status, body } = await backend.post(`${base}/__admin/run`, { fn, args }, { Authorization: "Bearer key" })
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
      return body.result
    },
    async fetch(path: string, init?: RequestInit): Promise<Response> {
      await evict()
      return await backend.fetch(`${base}${path}`, init)
    },
  }
}

/** The part of a file's address that the object sees. */
const local = (url: string) => `/storage/${url.slice(url.indexOf("/storage/") + "/storage/".length)}`

describe("with an eviction before each step", () => {
  test("jobs are scheduled, run by the alarm, read and cancelled", async () => {
    const { run } = evicted()
    const done = await run("jobs:leaveLater", { text: "done", millis: 300 })
    const cancelled = await run("jobs:leaveLater", { text: "never", millis: 2_000 })
    expect(await run("jobs:get", { id: cancelled })).toMatchObject({ state: "pending" })
    await run("jobs:cancel", { id: cancelled })
    await expect.poll(async () => (await run("jobs:get", { id: done })).state as string).toBe("succeeded")
    expect(await run("jobs:get", { id: cancelled })).toMatchObject({ state: "cancelled" })
    expect(await run("tasks:list", { project: "jobs" })).toMatchObject([{ text: "done" }])
  })

  test("a recurring job goes on, and nothing runs twice", async () => {
    const { run } = evicted("recurring", "RecurringDO")
    const times = async () =>
      ((await run("tasks:list", { project: "jobs" })) as { _creationTime: number }[]).map((task) => task._creationTime)
    await expect.poll(async () => (await times()).length, { timeout: 10_000, interval: 100 }).toBeGreaterThanOrEqual(4)
    const seen = await times()
    const listed = (await run("_crons:list")) as { name: string }[]
    expect(listed.map(({ name }) => name).sort()).toEqual(["daily", "hourly", "often"])
    expect(listed.find(({ name }) => name === "often")).toEqual({
      name: "often",
      function: "jobs:leave",
      args: { text: "often" },
      nextTime: expect.any(Number),
      completedTime: expect.any(Number),
      skipped: expect.any(Number),
    })
    for (const [i, time] of seen.slice(1).entries()) expect(time - seen[i]!).toBeGreaterThan(100)
  }, 20_000)

  test("a file is granted, uploaded, found, read in parts and deleted; a grant counts once", async () => {
    const { run, fetch } = evicted()
    const url: string = await run("files:uploadUrl")
    const put = () =>
      fetch(local(url), { method: "PUT", body: "hello world", headers: { "Content-Type": "text/plain" } })
    const { storageId } = (await (await put()).json()) as { storageId: string }
    expect((await put()).status).toBe(403)
    expect(await run("files:metadata", { storageId })).toEqual({
      storageId,
      sha256: createHash("sha256").update("hello world").digest("hex"),
      contentType: "text/plain",
      size: 11,
    })
    const whole = await fetch(`/storage/${storageId}`)
    const etag = whole.headers.get("ETag")!
    expect(await whole.text()).toBe("hello world")
    const part = await fetch(`/storage/${storageId}`, { headers: { Range: "bytes=6-" } })
    expect([part.status, await part.text()]).toEqual([206, "world"])
    expect((await fetch(`/storage/${storageId}`, { headers: { "If-None-Match": etag } })).status).toBe(304)
    await run("files:remove", { storageId })
    expect((await fetch(`/storage/${storageId}`)).status).toBe(404)
  })

  test("routes of the app read and write", async () => {
    const { fetch } = evicted()
    const body = JSON.stringify({ project: "a", text: "milk" })
    const created = await fetch("/api/tasks", { method: "POST", body })
    const { id } = (await created.json()) as { id: string }
    expect(created.status).toBe(201)
    expect(await (await fetch("/api/tasks?project=a")).json()).toMatchObject([{ _id: id, text: "milk" }])
    const refused = await fetch("/api/tasks", { method: "PUT" })
    expect([refused.status, refused.headers.get("Allow")]).toEqual([405, "DELETE, GET, HEAD, POST"])
    expect((await fetch("/refuse")).status).toBe(400)
    expect(await (await fetch("/shout", { method: "POST", body: "abc" })).text()).toBe("ABC")
  })

  test("a job that wakes the object has no address for a file, and is told what to set", async () => {
    const { base, run } = evicted()
    const { storageId } = await run("files:store", { text: "x", type: "text/plain" })
    await run("jobs:leaveUrlLater", { storageId, millis: 500 })
    await backend.evict("ZerobackDO", base)
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect(await run("tasks:list", { project: "jobs" })).toMatchObject([
      { text: expect.stringContaining("set ZEROBACK_URL in wrangler.toml, under [vars]") },
    ])
  })
})

test("a ping is answered without waking the object, as nothing else is", async () => {
  const base = "/counted/t/pinged"
  const wakings = async () => (await (await backend.fetch("/wakings/")).json()) as number
  const socket = await backend.connect(`${base}/ws`)
  await backend.evict("CountedDO", base)
  const before = await wakings()
  expect(await socket.ask({ type: "ping" })).toEqual({ type: "pong" })
  expect(await wakings()).toBe(before)
  expect(await socket.ask({ type: "ping", id: "another text" })).toEqual({ type: "pong" })
  expect(await wakings()).toBe(before + 1)
})

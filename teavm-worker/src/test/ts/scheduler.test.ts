import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Frame } from "./harness/connection.js"
import { Backend } from "./harness/backend.js"

let backend: Backend
let tenants = 0

beforeAll(async () => {
  backend = await Backend.start("strict", { ZEROBACK_ADMIN_KEY: "key" })
})
afterAll(() => backend.stop())

/** The address of an app's object that no other test uses. */
function fresh(app = "plain"): string {
  return `/${app}/t/jobs${++tenants}`
}

async function call(base: string, fn: string, args: object): Promise<any> {
  const { status, body } = await backend.post(`${base}/__admin/run`, { fn, args }, { Authorization: "Bearer key" })
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body.result
}

async function left(base: string): Promise<{ text: string; _creationTime: number }[]> {
  return (await call(base, "tasks:list", { project: "jobs" })) as { text: string; _creationTime: number }[]
}

const sleep = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis))

/** Asks until the answer satisfies. */
async function eventually<T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (satisfies(answer)) return answer
    await sleep(20)
  }
}

describe("a job", () => {
  test("runs when it is due, and a live query sees it change", async () => {
    const base = fresh()
    const socket = await backend.connect(`${base}/ws`)
    const begun = Date.now()
    const { result: id } = await socket.ask({
      type: "mutation",
      id: "m",
      fn: "jobs:leaveLater",
      args: { text: "a", millis: 300 },
    })
    const watched = await socket.ask({ type: "query", id: "q", fn: "jobs:get", args: { id } })
    expect(watched["result"]).toEqual({
      _id: id,
      _creationTime: expect.any(Number),
      name: "jobs:leave",
      args: { text: "a" },
      state: "pending",
      scheduledTime: expect.any(Number),
    })
    const update: Frame = await socket.next()
    expect(update["result"]).toMatchObject({ state: "succeeded", completedTime: expect.any(Number) })
    expect(Date.now() - begun).toBeGreaterThanOrEqual(290)
    expect((await left(base)).map((task) => task.text)).toEqual(["a"])
  })

  test("runs after a fraction of a millisecond too, however often the alarm goes off", async () => {
    const base = fresh()
    const count = 120
    const delays = Array.from({ length: count }, (_, index) => 500 + index * 5.37)
    await Promise.all(delays.map((millis) => call(base, "jobs:leaveLater", { text: "a", millis })))
    const tasks = await eventually(
      () => left(base),
      (found) => found.length === count,
    )
    expect(tasks).toHaveLength(count)
  })

  test("wakes an evicted object and runs there", async () => {
    const base = fresh()
    const id = await call(base, "jobs:leaveLater", { text: "a", millis: 600 })
    const due = Date.now() + 600
    await backend.evict("ZerobackDO", base)
    await sleep(1_500)
    const [task] = await left(base)
    expect(task!._creationTime - due).toBeLessThan(500)
    expect(await call(base, "jobs:get", { id })).toMatchObject({ state: "succeeded" })
    await backend.evict("ZerobackDO", base)
    expect(await left(base)).toHaveLength(1)
  })

  test("of a mutation that throws is not scheduled", async () => {
    const base = fresh()
    await expect(call(base, "jobs:leaveLater", { text: "never", millis: 0, fail: true })).rejects.toThrow()
    await call(base, "jobs:leaveLater", { text: "a", millis: 0 })
    expect(
      await eventually(
        () => left(base),
        (tasks) => tasks.length > 0,
      ),
    ).toMatchObject([{ text: "a" }])
  })

  test("that is cancelled does not run", async () => {
    const base = fresh()
    const id = await call(base, "jobs:leaveLater", { text: "never", millis: 1000 })
    await call(base, "jobs:cancel", { id })
    await sleep(1300)
    expect(await call(base, "jobs:get", { id })).toMatchObject({ state: "cancelled" })
    expect(await left(base)).toEqual([])
  })

  test("of an action is running, then succeeded", async () => {
    const base = fresh()
    const id = await call(base, "jobs:workLater", { text: "a", millis: 200 })
    const get = async () => (await call(base, "jobs:get", { id })) as { state: string }
    await eventually(get, ({ state }) => state === "running")
    await eventually(get, ({ state }) => state === "succeeded")
    expect(await left(base)).toHaveLength(1)
  })

  test("is one of three thousand that all run once while clients are served", { timeout: 60_000 }, async () => {
    const base = fresh()
    const jobs = 3_000
    await call(base, "jobs:leaveManyLater", { count: jobs, millis: 100 })
    const begun = Date.now()
    const counts = [0]
    while (counts.at(-1)! < jobs) {
      const { count } = await call(base, "utils/stats:taskStats", { project: "jobs" })
      if (count > counts.at(-1)!) counts.push(count as number)
    }
    const most = Math.max(...counts.slice(1).map((count, i) => count - counts[i]!))
    console.log(`${jobs} jobs in ${Date.now() - begun} ms, at most ${most} of them between a client's two answers`)
    expect(most).toBeLessThanOrEqual(jobs / 3)
    await sleep(50)
    const tasks = await left(base)
    expect(tasks.map((task) => task.text)).toEqual(Array.from({ length: jobs }, (_, i) => `job ${i}`))
  })
})

describe("scheduling", () => {
  test.each([
    [-1, "jobs:leave", "runAfter takes a delay"],
    ["1", "jobs:leave", "runAfter takes a delay"],
    [0, null, "A function is given by name"],
    [0, "jobs:none", "Function not found"],
    [0, "jobs:get", "is a query"],
    [0, "jobs:leave", "args.text"],
  ])("of %j, %j is refused", async (delay, fn, message) => {
    await expect(call(fresh(), "jobs:scheduleAnything", { delay, fn })).rejects.toThrow(message)
  })
})

describe("crons", () => {
  test("run again and again, also after an eviction", async () => {
    const base = fresh("recurring")
    await eventually(
      () => left(base),
      (tasks) => tasks.length >= 2,
    )
    await backend.evict("RecurringDO", base)
    await sleep(600)
    const tasks = await left(base)
    expect(tasks.length).toBeGreaterThanOrEqual(4)
    expect(new Set(tasks.map((task) => task.text))).toEqual(new Set(["often"]))
  })
})

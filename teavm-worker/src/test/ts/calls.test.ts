// Functions in a folder's module, called on every path by name and by reference, and whom each takes the caller for.
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"

let backend: Backend
let tenants = 0

beforeAll(async () => {
  backend = await Backend.start("release", { ZEROBACK_ADMIN_KEY: "key", ZEROBACK_DEV: "true" })
})
afterAll(() => backend.stop())

const fresh = () => `/authenticated/t/calls${++tenants}`
const args = { project: "p" }
const ada = { Authorization: "Bearer ada" }

async function overSocket(
  base: string,
  type: string,
  name: string,
  given: object = args,
  headers: Record<string, string> = ada,
) {
  const socket = await backend.connect(`${base}/ws`, headers)
  const answer = await socket.ask({ type, id: "r", fn: `utils/stats:${name}`, args: given })
  await socket.close()
  return answer
}

describe("utils/stats:taskStats", () => {
  test("answers on a socket, over HTTP, to the admin and to a server's preload, each as its caller", async () => {
    const base = fresh()
    const call = { fn: "utils/stats:taskStats", args }
    expect(await overSocket(base, "query", "taskStats")).toMatchObject({ result: { count: 0, asker: "ada" } })
    expect(await overSocket(base, "query", "taskStats", args, {})).toMatchObject({
      result: { count: 0, asker: null },
    })
    expect(await backend.post(`${base}/query`, call, ada)).toMatchObject({ body: { result: { asker: "ada" } } })
    expect(await backend.post(`${base}/query`, call)).toMatchObject({ body: { result: { asker: null } } })
    expect(await backend.post(`${base}/__admin/run`, call, { Authorization: "Bearer key" })).toMatchObject({
      body: { result: { count: 0, asker: null } },
    })
  })

  test.each(["mutationByName", "mutationByReference"])("is called by %s, within its transaction", async (name) => {
    expect(await overSocket(fresh(), "mutation", name)).toMatchObject({
      result: { mutation: "ada", query: { count: 1, asker: "ada" } },
    })
  })

  test.each(["actionByName", "actionByReference"])("is called by %s on behalf of its caller", async (name) => {
    const base = fresh()
    const result = { mutation: "ada", query: { count: 1, asker: "ada" }, action: "ada" }
    expect(await overSocket(base, "action", name)).toMatchObject({ result })
  })

  test("and the others of its module are called by routes on behalf of who asks", async () => {
    const base = fresh()
    const { body } = await backend.post(`${base}/stats/p`, {}, ada)
    expect(body).toEqual({ mutation: "ada", query: { count: 1, asker: "ada" }, action: "ada" })
  })
})

test.each([
  ["query", "mutation"],
  ["query", "action"],
  ["mutation", "query"],
  ["mutation", "action"],
  ["action", "query"],
  ["action", "mutation"],
])("a reference to what is no %s but a %s is refused by name", async (as, kind) => {
  const answer = await overSocket(fresh(), "action", "mistake", { as, kind })
  const name = { query: "taskStats", mutation: "record", action: "measure" }[kind]!
  expect(answer).toMatchObject({ type: "error", code: "bad_request" })
  expect(answer["message"]).toContain(`utils/stats:${name}`)
  expect(answer["message"]).toContain(kind)
})

test.each([
  ["mutation", "scheduleByName"],
  ["action", "scheduleByReference"],
])("the job of a %s that schedules runs as nobody", async (type, name) => {
  const base = fresh()
  const { result: id } = await overSocket(base, type, name)
  const asAdmin = { Authorization: "Bearer key" }
  const job = async () =>
    (await backend.post(`${base}/__admin/run`, { fn: "jobs:get", args: { id } }, asAdmin)).body.result
  await expect.poll(async () => (await job()).state as string).toBe("succeeded")
  expect(await job()).toMatchObject({ name: "utils/stats:record", args })
  const { body } = await backend.post(`${base}/query`, { fn: "tasks:list", args })
  expect(body.result).toMatchObject([{ text: "of null" }])
})

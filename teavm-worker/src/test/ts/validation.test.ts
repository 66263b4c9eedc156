import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"

let backend: Backend
let tenants = 0

beforeAll(async () => {
  backend = await Backend.start("release", { ZEROBACK_ADMIN_KEY: "key", ZEROBACK_DEV: "true" })
})
afterAll(() => backend.stop())

/** What a path made of a call: its error, or nothing. */
type Call = (base: string, kind: string, args: object) => Promise<{ code: string; message: string } | undefined>

async function overSocket(base: string, type: string, fn: string, args: object) {
  const socket = await backend.connect(`${base}/ws`)
  const { type: answer, code, message } = await socket.ask({ type, id: "r", fn, args })
  await socket.close()
  return answer === "error" ? { code: String(code), message: String(message) } : undefined
}

async function overHttp(path: string, fn: string, args: object) {
  const { status, body } = await backend.post(path, { fn, args }, { Authorization: "Bearer key" })
  return status === 200 ? undefined : { code: String(body.code), message: String(body.error) }
}

/** Waits for the end of a job and gives its error. */
async function byJob(base: string, scheduling: string, fn: string, args: object) {
  const { body } = await backend.post(`${base}/__admin/run`, { fn: scheduling, args: { fn, args } })
  if (body.code) return { code: String(body.code), message: String(body.error) }
  const job = async () =>
    (await backend.post(`${base}/__admin/run`, { fn: "jobs:get", args: { id: body.result } })).body.result
  await expect.poll(async () => (await job()).state as string).toMatch(/succeeded|failed/)
  const { state, error } = await job()
  return state === "failed" ? { code: "execution_error", message: String(error) } : undefined
}

const onPath = (path: string): Call => {
  const nested = (kind: string, from: string): Call => {
    return async (base, _kind, args) => await overSocket(base, from, `checked:${from}Calls`, { kind, args })
  }
  switch (path) {
    case "a socket":
      return async (base, kind, args) => await overSocket(base, kind, `checked:${kind}`, args)
    case "POST /query":
      return async (base, kind, args) => await overHttp(`${base}/query`, `checked:${kind}`, args)
    case "the admin":
      return async (base, kind, args) => await overHttp(`${base}/__admin/run`, `checked:${kind}`, args)
    case "a mutation":
      return async (base, kind, args) => await nested(kind, "mutation")(base, kind, args)
    case "an action":
      return async (base, kind, args) => await nested(kind, "action")(base, kind, args)
    case "a route":
      return async (base, kind, args) => {
        const { status, body } = await backend.post(`${base}/checked/${kind}`, args)
        return status === 200 ? undefined : { code: String(body.code), message: String(body.error) }
      }
    case "the scheduler of a mutation":
      return async (base, kind, args) => await byJob(base, "checked:scheduleInMutation", `checked:${kind}`, args)
    default:
      return async (base, kind, args) => await byJob(base, "checked:scheduleInAction", `checked:${kind}`, args)
  }
}

const KINDS: [path: string, kinds: string[]][] = [
  ["a socket", ["query", "mutation", "action"]],
  ["POST /query", ["query"]],
  ["the admin", ["query", "mutation", "action"]],
  ["a mutation", ["query", "mutation"]],
  ["an action", ["query", "mutation", "action"]],
  ["a route", ["query", "mutation", "action"]],
  ["the scheduler of a mutation", ["mutation", "action"]],
  ["the scheduler of an action", ["mutation", "action"]],
]
const PATHS = KINDS.flatMap(([path, kinds]) => kinds.map((kind) => [path, kind] as const))

const fresh = () => `/plain/t/checked${++tenants}`

describe.each(PATHS)("through %s, a %s", (path, kind) => {
  const call = onPath(path)

  test("takes arguments that fit", async () => {
    expect(await call(fresh(), kind, { text: "a", n: 1 })).toBeUndefined()
  })

  test.each([
    [{ text: "a" }, "args.n: Missing required field"],
    [{ text: "a", n: 1, extra: 1 }, "args.extra: Unexpected field"],
    [{ text: 7, n: 1 }, "args.text: Expected string"],
  ])("is refused with %j", async (args, message) => {
    const refusal = await call(fresh(), kind, args)
    expect(refusal?.code).toMatch(/^(execution_error|bad_request)$/)
    expect(refusal?.message).toContain(message)
  })

  test("fails when what it returns does not fit, and a mutation leaves nothing", async () => {
    const base = fresh()
    const refusal = await call(base, kind, { text: "wrong result", n: 1 })
    expect(refusal).toEqual({ code: "execution_error", message: expect.stringContaining("returns: Expected number") })
    const { body } = await backend.post(`${base}/query`, { fn: "tasks:list", args: { project: "checked" } })
    expect(body).toEqual({ result: [] })
  })
})

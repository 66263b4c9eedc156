import { describe, expect, test } from "vitest"
import { mayAdminister } from "../../main/ts/host/admin.js"
import { Backend } from "./harness/backend.js"

const run = { fn: "tasks:secret" }
const absent = { status: 404, body: { error: "Not found", code: "not_found" } }

describe.each([
  [
    "with the admin key",
    { ZEROBACK_ADMIN_KEY: "key of the operator" },
    { Authorization: "Bearer key of the operator" },
  ],
  ["under zeroback dev", { ZEROBACK_DEV: "true" }, {}],
])("%s", (_how, bindings: Record<string, string>, headers: Record<string, string>) => {
  test("any function runs and the database can be wiped", async () => {
    const backend = await Backend.start("release", bindings)
    try {
      const post = (path: string, body: unknown, more = {}) =>
        backend.post(`/plain${path}`, body, { ...headers, ...more })
      expect(await post("/__admin/run", run)).toEqual({ status: 200, body: { result: "hidden" } })
      const create = { fn: "tasks:create", args: { project: "a", text: "x" } }
      expect(await post("/__admin/run", create)).toMatchObject({ status: 200, body: { result: expect.any(String) } })

      // A page in a browser sends its origin, and is refused.
      expect(await post("/__admin/run", run, { Origin: "http://localhost:5173" })).toEqual(absent)
      expect(await post("/__dev/reset", {}, { Origin: "null" })).toEqual(absent)

      const socket = await backend.connect("/plain/ws")
      const closed = socket.closed()
      expect(await post("/__dev/reset", {})).toEqual({ status: 200, body: {} })
      expect(await closed).toEqual({ code: 1012, reason: "The database was reset" })
      expect(await post("/query", { fn: "tasks:list", args: { project: "a" } })).toEqual({
        status: 200,
        body: { result: [] },
      })
    } finally {
      await backend.stop()
    }
  })
})

test("a wrong admin key opens nothing", async () => {
  const backend = await Backend.start("release", { ZEROBACK_ADMIN_KEY: "right" })
  try {
    for (const key of ["Bearer wrong", "Bearer righ", "Bearer rightright", "right", "Bearer", "Basic right"]) {
      expect(await backend.post("/plain/__admin/run", run, { Authorization: key }), key).toEqual(absent)
    }
  } finally {
    await backend.stop()
  }
})

test.each([{}, { ZEROBACK_ADMIN_KEY: "" }])("where no admin key is set, as in %j, none opens anything", (env) => {
  for (const given of ["Bearer undefined", "Bearer null", "Bearer ", "Bearer true", undefined]) {
    const request = new Request("https://app.example/__admin/run", { headers: given ? { Authorization: given } : {} })
    expect(mayAdminister(request, env), given).toBe(false)
  }
})

test("under zeroback dev, clients see the message of what a handler threw", async () => {
  const backend = await Backend.start("release", { ZEROBACK_DEV: "true" })
  try {
    const socket = await backend.connect("/plain/ws")
    const failing = { type: "mutation", id: "m", fn: "tasks:createThenFail", args: { project: "a" } }
    expect(await socket.ask(failing)).toMatchObject({ code: "execution_error", message: "changed my mind" })
  } finally {
    await backend.stop()
  }
})

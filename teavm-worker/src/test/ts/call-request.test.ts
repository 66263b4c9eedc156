import { expect, test } from "vitest"
import { readCallRequest } from "../../main/ts/host/call-request.js"

const CALL = JSON.stringify({ fn: "tasks:list", args: { project: "é" } })
const BYTES = new TextEncoder().encode(CALL).length

test.each([
  ['{"fn":', "The body cannot be read. Unexpected end of JSON input"],
  ['{"fn":"a:b","args":{"n":{"$int64":"x"}}}', 'The body cannot be read. Not a tagged value: {"$int64":"x"}'],
])("a body %s is refused with what is wrong with it", async (body, message) => {
  const headers = { "Content-Type": "application/json" }
  const asked = readCallRequest(new Request("http://localhost/query", { method: "POST", body, headers }), 1_000)
  await expect(asked).rejects.toMatchObject({ code: "bad_request", message })
})

/** A request with that body, a few bytes at a time, and with the length that its sender gives. */
function request(length: number | undefined): Request {
  const bytes = new TextEncoder().encode(CALL)
  const body = new ReadableStream({
    start(stream) {
      for (let at = 0; at < bytes.length; at += 5) stream.enqueue(bytes.slice(at, at + 5))
      stream.close()
    },
  })
  const headers = new Headers({ "Content-Type": "application/json" })
  if (length !== undefined) headers.set("Content-Length", String(length))
  return new Request("http://localhost/query", { method: "POST", body, headers, duplex: "half" } as RequestInit)
}

test.each([
  ["of a known length", BYTES],
  ["of an unknown length", undefined],
  ["that is said to be shorter than it is", 1],
  ["that is said to be longer than it may", BYTES + 1],
])("a body %s is read up to the limit, and refused beyond it", async (_, length) => {
  expect(await readCallRequest(request(length), BYTES)).toEqual({ fn: "tasks:list", args: { project: "é" } })
  const refusal = { code: "too_large", message: expect.stringContaining(`limits.frameBytes, ${BYTES - 1} bytes`) }
  await expect(readCallRequest(request(length), BYTES - 1)).rejects.toMatchObject(refusal)
})

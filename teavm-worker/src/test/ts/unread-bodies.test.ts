import { once } from "node:events"
import { Agent, request as send } from "node:http"
import type { IncomingMessage } from "node:http"
import { afterAll, beforeAll, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"

let backend: Backend
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

beforeAll(async () => {
  backend = await Backend.start("release")
})
afterAll(async () => {
  agent.destroy()
  await backend.stop()
})

const json = { "Content-Type": "application/json" }

test.each<[number, string, Record<string, string>]>([
  [400, "/plain/t/unread/query", {}],
  [401, "/authenticated/t/unread/query?token=forged", json],
  [404, "/plain/t/stranger/query", json],
  [405, "/plain/t/unread/health", json],
  [403, "/plain/t/unread/storage/upload?token=forged", json],
  [200, "/plain/t/unread/heard", json],
])(
  "a request that is answered (%i, %s) without a look at its body leaves its connection whole",
  async (status, path, headers) => {
    const post = async () => {
      const request = send(new URL(path, backend.url), { method: "POST", agent, headers })
      request.end("x".repeat(500_000))
      const [response] = (await once(request, "response")) as [IncomingMessage]
      response.resume()
      await once(response, "end")
      return [response.statusCode, request.reusedSocket]
    }
    await post()
    for (let i = 0; i < 3; i++) expect(await post()).toEqual([status, true])
  },
)

import { fileURLToPath } from "node:url"
import ts from "typescript"
import { expect, expectTypeOf, test } from "vitest"
import { preloadQuery, readPreloaded, type FunctionReference } from "../src/index.js"
import { testEnvironment } from "./environment.js"
import { ScriptedServer } from "./scripted-server.js"

const env = testEnvironment()
const recent = { _name: "tasks:recent" } as FunctionReference<"query", { since: bigint }, { at: bigint }[]>

test("a query is fetched over HTTP and survives any serializer", async () => {
  const requests: unknown[] = []
  env.server.onRequest = (request, body, response) => {
    requests.push([request.method, request.url, request.headers["content-type"], request.headers.authorization, body])
    response.end('{"result":[{"at":{"$int64":"7"}}]}')
  }
  const preloaded = await preloadQuery(
    env.server.url,
    recent,
    { since: 5n },
    { headers: { Authorization: "Bearer t" } },
  )
  expect(requests).toEqual([
    ["POST", "/query", "application/json", "Bearer t", '{"fn":"tasks:recent","args":{"since":{"$int64":"5"}}}'],
  ])
  const received = JSON.parse(JSON.stringify(preloaded)) as typeof preloaded
  expect(readPreloaded(received)).toEqual({ args: { since: 5n }, result: [{ at: 7n }] })
})

test("arguments are those of the query, and none where it takes none", () => {
  const count = { _name: "tasks:count" } as FunctionReference<"query", Record<string, never>, number>
  const calls = () => {
    void preloadQuery(env.server.url, count)
    void preloadQuery(env.server.url, count, {}, { headers: {} })
    // @ts-expect-error the query takes no arguments
    void preloadQuery(env.server.url, count, { other: 1 })
    // @ts-expect-error the arguments are missing
    void preloadQuery(env.server.url, recent)
    // @ts-expect-error an argument has the wrong type
    void preloadQuery(env.server.url, recent, { since: 5 })
  }
  expectTypeOf(calls).toBeFunction()
})

test("the server's refusal keeps its code", async () => {
  env.server.onRequest = (_request, _body, response) => {
    response.statusCode = 404
    response.end('{"error":"Function not found: tasks:recent","code":"not_found"}')
  }
  const outcome = preloadQuery(env.server.url, recent, { since: 5n })
  await expect(outcome).rejects.toMatchObject({ code: "not_found", message: "Function not found: tasks:recent" })
})

test("an error of the application keeps its data", async () => {
  env.server.onRequest = (_request, _body, response) => {
    response.statusCode = 400
    response.end('{"error":"Out of stock","code":"app_error","data":{"left":{"$int64":"3"}}}')
  }
  const outcome = preloadQuery(env.server.url, recent, { since: 5n })
  await expect(outcome).rejects.toMatchObject({ code: "app_error", message: "Out of stock", data: { left: 3n } })
})

test("an answer that is no backend's, and a wrong address, are named", async () => {
  env.server.onRequest = (_request, _body, response) => {
    response.statusCode = 502
    response.end("<html>")
  }
  await expect(preloadQuery(env.server.url, recent, { since: 5n })).rejects.toThrow("HTTP 502 and no backend")
  env.server.onRequest = (_request, _body, response) => response.end("null")
  const nothing = preloadQuery(env.server.url, recent, { since: 5n })
  await expect(nothing).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("HTTP 200") })
  await expect(preloadQuery("wss://example.com", recent, { since: 5n })).rejects.toThrow('does not end with "/ws"')
})

test("arguments that are no values are refused before anything is sent", async () => {
  const outcome = preloadQuery(env.server.url, recent, { since: new Date() as unknown as bigint })
  await expect(outcome).rejects.toThrow("tasks:recent.args.since: a Date is not a value")
})

test("a server that cannot be reached is named, with the reason", async () => {
  const { url } = await ScriptedServer.start().then(async (server) => (await server.stop(), server))
  const outcome = preloadQuery(url, recent, { since: 5n })
  await expect(outcome).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/preloadQuery: http:.*\/query could not be reached .*ECONNREFUSED/),
  })
})

test("the types need neither those of a browser nor those of Node", () => {
  const file = fileURLToPath(new URL("../dist/index.d.ts", import.meta.url))
  const options = { lib: ["lib.es2022.d.ts"], types: [], strict: true, module: ts.ModuleKind.NodeNext }
  const problems = ts.getPreEmitDiagnostics(ts.createProgram([file], options))
  expect(problems.map(({ messageText }) => messageText)).toEqual([])
}, 60_000)

test("headers may be an object, a list or Headers", async () => {
  const seen: unknown[] = []
  env.server.onRequest = (request, _body, response) => {
    seen.push(request.headers.authorization)
    response.end('{"result":[]}')
  }
  for (const headers of [
    { Authorization: "1" },
    [["Authorization", "2"] as const],
    new Headers({ Authorization: "3" }),
  ]) {
    await preloadQuery(env.server.url, recent, { since: 5n }, { headers })
  }
  expect(seen).toEqual(["1", "2", "3"])
})

import { once } from "node:events"
import { createServer, type Server } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { afterEach, beforeEach, expect, test } from "vitest"
import { Requests } from "./requests.js"

let server: Server
let url: URL
let requests: Requests

/** The connection to end instead of answering the next request to `/` on it: one that others were answered on, or not. */
let ending: "kept" | "new" | undefined

beforeEach(async () => {
  ending = undefined
  requests = new Requests()
  const kept = new WeakSet<Socket>()
  server = createServer((request, response) => {
    const { socket } = request
    // A client keeps a connection only if it has sent its whole request before the answer.
    request.resume().on("end", () => {
      if (request.url === "/" && ending === (kept.has(socket) ? "kept" : "new")) {
        ending = undefined
        socket.destroy()
        return
      }
      kept.add(socket)
      response.writeHead(request.url === "/refused" ? 403 : 200).end("answered")
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function read(path: string, init?: RequestInit): Promise<string> {
  return await (await requests.fetch(new URL(path, url), init)).text()
}

const refuseABody = () => read("/refused", { method: "POST", body: "unread" })

/** Sends requests until one has found its connection ended. */
async function findEnded(which: "kept" | "new"): Promise<void> {
  ending = which
  while (ending !== undefined) expect(await read("/")).toBe("answered")
}

test("a request whose kept connection ends after a body was refused is sent again, once", async () => {
  await refuseABody()
  await findEnded("kept")
  expect(requests.resent).toBe(1)
  await expect(findEnded("kept")).rejects.toThrow("fetch failed")
  expect(requests.resent).toBe(1)
})

test("a request whose kept connection ends though no body was refused fails", async () => {
  await read("/refused")
  await expect(findEnded("kept")).rejects.toThrow("fetch failed")
})

test("a request whose connection ends before anything was answered on it fails", async () => {
  await refuseABody()
  ending = "new"
  await expect(Promise.all([read("/"), read("/"), read("/")])).rejects.toThrow("fetch failed")
  expect(requests.resent).toBe(0)
})

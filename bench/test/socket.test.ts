import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { afterEach, beforeEach, expect, test } from "vitest"
import { WebSocketServer } from "ws"
import { Socket } from "../src/harness/socket.js"
import { expectList } from "../src/items.js"

/** A server that answers each frame with a text of the test's choice. */
let server: WebSocketServer
let reply: (frame: { id: string }) => string | undefined
let url: URL

beforeEach(async () => {
  server = new WebSocketServer({ host: "127.0.0.1", port: 0 })
  await once(server, "listening")
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  server.on("connection", (socket) =>
    socket.on("message", (data: Buffer) => {
      const text = reply(JSON.parse(data.toString()) as { id: string })
      if (text === undefined) socket.close(1011, "broken")
      else socket.send(text)
    }),
  )
})

afterEach(() => {
  for (const client of server.clients) client.terminate()
  server.close()
})

test("an answer goes to the request that asked", async () => {
  reply = ({ id }) => `{"type":"mutationResult","id":"${id}","result":"of ${id}"}`
  const socket = await Socket.open(url)
  expect(await Promise.all([socket.mutation("a", {}), socket.mutation("b", {})])).toEqual(["of 1", "of 2"])
  await socket.close()
})

test.each([
  ["an error", `{"type":"error","id":"1","code":"conflict","message":"lost"}`, "conflict"],
  ["an answer that nobody asked for", `{"type":"result","id":"7","result":1}`, "Nobody asked"],
  ["a closed socket", undefined, "1011 broken"],
])("%s fails the request and the run", async (_, text, message) => {
  reply = () => text
  const socket = await Socket.open(url)
  await expect(socket.mutation("items:add", {})).rejects.toThrow(message)
  await expect(socket.close()).rejects.toThrow(message)
})

test("a list that is short, or has another document in it, is a wrong answer", () => {
  expect(() => expectList([], "here", ["items:1"])).toThrow("Expected 1 documents of here")
  expect(() => expectList([{ _id: "items:1", title: "Task 0 of elsewhere" }], "here", ["items:1"])).toThrow("is wrong")
})

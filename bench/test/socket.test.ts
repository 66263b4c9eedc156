import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { afterEach, beforeEach, expect, test } from "vitest"
import { WebSocketServer } from "ws"
import { Socket } from "../src/harness/socket.js"
import { expectList } from "../src/items.js"

interface Sent {
  type: string
  id: string
  session?: string
  seq?: number
  ack?: number
}

/** A server that answers each frame with texts of the test's choice. */
let server: WebSocketServer
let reply: (frame: Sent) => string | string[] | undefined
let url: URL

beforeEach(async () => {
  server = new WebSocketServer({ host: "127.0.0.1", port: 0 })
  await once(server, "listening")
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  server.on("connection", (socket) =>
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Sent
      const texts = frame.type === "hello" ? hello(frame) : reply(frame)
      if (texts === undefined) socket.close(1011, "broken")
      else for (const text of [texts].flat()) socket.send(text)
    }),
  )
})

const hello = ({ session }: Sent): string => `{"type":"hello","protocol":2,"session":"${session}"}`

afterEach(() => {
  for (const client of server.clients) client.terminate()
  server.close()
})

test("an answer goes to the request that asked", async () => {
  reply = ({ id }) => `{"type":"mutationResult","id":"${id}","result":"of ${id}"}`
  const socket = await Socket.openBase(url)
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

test("mutations are numbered in a session, and acknowledge all before the oldest without an answer", async () => {
  const numbers: unknown[] = []
  const held: string[] = []
  reply = ({ id, seq, ack }) => {
    numbers.push({ seq, ack })
    const answer = `{"type":"mutationResult","id":"${id}","result":null}`
    // The second one is answered together with the third.
    if (seq !== 2) return [answer, ...held.splice(0)]
    held.push(answer)
    return []
  }
  const socket = await Socket.open(url)
  await socket.mutation("a", {})
  await Promise.all([socket.mutation("b", {}), socket.mutation("c", {})])
  await socket.mutation("d", {})
  await socket.close()
  expect(numbers).toEqual([
    { seq: 1, ack: 0 },
    { seq: 2, ack: 1 },
    { seq: 3, ack: 1 },
    { seq: 4, ack: 3 },
  ])
})

test("a client of the base protocol numbers nothing", async () => {
  reply = ({ id, seq, ack }) => {
    return `{"type":"mutationResult","id":"${id}","result":${JSON.stringify([seq ?? null, ack ?? null])}}`
  }
  const socket = await Socket.openBase(url)
  expect(await socket.mutation("a", {})).toEqual([null, null])
  await socket.close()
})

test("a socket closes when the transition to the commit of its last mutation has arrived", async () => {
  reply = ({ id }) => `{"type":"mutationResult","id":"${id}","result":null,"ts":7}`
  const socket = await Socket.open(url)
  await socket.mutation("a", {})
  const closed = socket.close()
  // Still answered.
  await socket.mutation("b", {})
  for (const client of server.clients) client.send(`{"type":"updates","ts":7,"items":[]}`)
  await closed
})

test.each([
  ["a patch for another result than the one held", `{"id":"1","base":"y","hash":"z","patch":{"put":[]}}`, "result y"],
  ["a live query that failed", `{"id":"1","error":{"code":"app_error","message":"no"}}`, "A live query failed"],
])("%s fails the run", async (_, item, message) => {
  reply = ({ id }) => `{"type":"result","id":"${id}","result":[],"ts":1,"hash":"x"}`
  const socket = await Socket.open(url)
  await socket.subscribe("items:byProject", {}, () => {})
  for (const client of server.clients) client.send(`{"type":"updates","ts":2,"items":[${item}]}`)
  await expect(socket.once("items:get", {}).then(() => socket.close())).rejects.toThrow(message)
})

test("a list that is short, or has another document in it, is a wrong answer", () => {
  expect(() => expectList([], "here", ["items:1"])).toThrow("Expected 1 documents of here")
  expect(() => expectList([{ _id: "items:1", title: "Task 0 of elsewhere" }], "here", ["items:1"])).toThrow("is wrong")
})

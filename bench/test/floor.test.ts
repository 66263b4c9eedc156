import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { Server } from "../src/harness/server.js"
import { Socket } from "../src/harness/socket.js"
import { Watch } from "../src/harness/watch.js"
import { benchRoot, bundleWorker } from "../src/harness/workers.js"
import { addItems, expectList } from "../src/items.js"

let server: Server

beforeAll(async () => {
  server = await Server.start(await bundleWorker(join(benchRoot, "floor/worker.ts")), "disk")
})

afterAll(() => server.stop())

test("a write reaches who watches its project and nobody else", async () => {
  const [writer, reader] = [await Socket.open(server.url), await Socket.open(server.url)]
  const ids = await addItems(writer, "here", 3)
  const [here, elsewhere] = [new Watch(), new Watch()]
  expectList(await reader.subscribe("items:byProject", { project: "here" }, here.receive), "here", ids)
  expectList(await reader.subscribe("items:byProject", { project: "elsewhere" }, elsewhere.receive), "elsewhere", [])

  expect(await writer.mutation("items:increment", { id: ids[1] })).toBe(1)

  expect((await here.next()).map((item: { count: number }) => item.count)).toEqual([0, 1, 0])
  await reader.once("items:latest", { limit: 1 })
  elsewhere.close()
  await Promise.all([writer.close(), reader.close()])
})

test("only a socket that asks for it gets the changed document alone", async () => {
  const [writer, whole, patched] = [
    await Socket.open(server.url),
    await Socket.open(server.url),
    await Socket.openForPatches(server.url),
  ]
  const ids = await addItems(writer, "both", 50)
  const bytes: number[] = []
  for (const reader of [whole, patched]) {
    const watch = new Watch()
    await reader.subscribe("items:byProject", { project: "both" }, watch.receive)
    const before = reader.bytesReceived
    await writer.mutation("items:increment", { id: ids[7] })
    expect(await watch.next()).toHaveLength(50)
    bytes.push(reader.bytesReceived - before)
  }
  expect(bytes[1]! * 10).toBeLessThan(bytes[0]!)
  await Promise.all([writer, whole, patched].map((socket) => socket.close()))
})

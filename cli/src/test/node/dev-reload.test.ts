import { ZerobackClient } from "@zeroback/client"
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { WebSocket } from "ws"
import { Running, freePort, scaffoldedProject, until, zeroback } from "./zeroback.js"

interface Task {
  text: string
}

let folder: string
let port: number
let dev: Running
let sockets: number
const clients: ZerobackClient[] = []

/** The socket of Node 20, counted. */
class CountedSocket extends WebSocket {
  constructor(url: string) {
    super(url)
    sockets++
  }
}

beforeAll(async () => {
  globalThis.WebSocket = CountedSocket as unknown as typeof globalThis.WebSocket
  sockets = 0
  folder = scaffoldedProject("reload")
  port = await freePort()
  save(0)
  dev = new Running(folder, ["dev", "--port", String(port)])
})

afterAll(async () => {
  for (const client of clients.splice(0)) client.close()
  await dev.interrupt()
  rmSync(folder, { recursive: true, force: true })
})

function connect(): ZerobackClient {
  const client = new ZerobackClient(`ws://127.0.0.1:${port}/ws`, { backoff: { baseMs: 50 } })
  clients.push(client)
  return client
}

const inodeOfWorker = () => statSync(join(folder, ".zeroback/dev/worker.js")).ino

/** Saves `tasks.ts` with a query that tells which version of it runs. */
function save(version: number): void {
  const tasks = join(folder, "zeroback/tasks.ts")
  const before = readFileSync(tasks, "utf8").replace(/^export const version.*\n/m, "")
  writeFileSync(tasks, `${before}export const version = query({ args: {}, handler: () => ${version} })\n`)
}

test("what is saved while Wrangler starts goes live", async () => {
  await until(
    () => existsSync(join(folder, ".zeroback/dev.json")),
    () => "the start of Wrangler",
  )
  save(1)
  await dev.shows("Ready on")
  await until(
    () => zeroback(folder, ["run", "tasks:version"]).stdout === "1\n",
    () => `version 1 in:\n${dev.output}`,
  )
})

test("while functions are saved, each mutation is applied once and each subscription goes on", async () => {
  const [writer, reader] = [connect(), connect()]
  const versions: unknown[] = []
  let seen: string[] = []
  reader.subscribe("tasks:version", {}, (version) => versions.push(version))
  reader.subscribe("tasks:list", {}, (tasks) => (seen = (tasks as Task[]).map(({ text }) => text)))
  await until(
    () => versions.includes(1),
    () => "the version that runs",
  )
  const atFirst = sockets

  const sent: string[] = []
  const answers: Promise<unknown>[] = []
  const sending = setInterval(() => {
    for (let i = 0; i < 2; i++) {
      const text = `task ${sent.length}`
      sent.push(text)
      answers.push(writer.mutation("tasks:create", { text }))
    }
  }, 20)
  try {
    for (const version of [2, 3, 4, 5, 6]) {
      const worker = inodeOfWorker()
      save(version)
      await until(
        () => versions.includes(version),
        () => `version ${version} among ${versions.join()} in:\n${dev.output}`,
      )
      // Wrangler watches the file and reads it at any time: it is replaced whole.
      expect(inodeOfWorker()).not.toBe(worker)
    }
  } finally {
    clearInterval(sending)
    // Awaited below, unless the test has failed already.
    void Promise.allSettled(answers)
  }

  const ids = await Promise.all(answers)
  expect(new Set(ids).size).toBe(sent.length)
  const stored = JSON.parse(zeroback(folder, ["run", "tasks:list"]).stdout) as Task[]
  expect(stored.map(({ text }) => text)).toEqual(sent)
  await until(
    () => seen.length === sent.length,
    () => `all ${sent.length} tasks at the subscription, which has ${seen.length}`,
  )
  expect(seen).toEqual(sent)
  // Without connections that were cut, nothing was shown.
  expect(sockets).toBeGreaterThan(atFirst)
  console.log(`${sent.length} mutations over ${sockets - atFirst} cut connections`)
})

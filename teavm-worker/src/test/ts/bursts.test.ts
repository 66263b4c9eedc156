// Frames that arrive together share an event and its commit, and are answered as if each had its own.
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"
import type { Connection, Frame } from "./harness/connection.js"

const BURST = 400

const folder = mkdtempSync(join(tmpdir(), "zeroback-bursts-"))
let backend: Backend
let tenants = 0

beforeAll(async () => {
  backend = await Backend.start("release", { ZEROBACK_ADMIN_KEY: "key" }, folder)
})
afterAll(async () => {
  await backend.stop()
  rmSync(folder, { recursive: true })
})

/** A note without stars in an object of its own, and a socket to that. */
async function note() {
  const base = `/plain/t/burst${++tenants}`
  const socket = await backend.connect(`${base}/ws`)
  const { result: id } = await socket.ask(mutation("add", "notes:add", { title: "note", stars: 0 }))
  return { base, socket, id: id as string }
}

function mutation(id: string, fn: string, args: object): Frame {
  return { type: "mutation", id, fn, args }
}

async function attempts(base: string): Promise<number> {
  const headers = { Authorization: "Bearer key" }
  return (await backend.post(`${base}/__admin/run`, { fn: "bursts:countAttempts", args: {} }, headers)).body.result
}

/** What is sent at once is answered with the stars 1, 2, 3 and so on. */
async function burst(socket: Connection, fn: string, args: object): Promise<void> {
  for (let i = 1; i <= BURST; i++) socket.send(mutation(`m${i}`, fn, args))
  for (let i = 1; i <= BURST; i++) {
    expect(await socket.next()).toMatchObject({ type: "mutationResult", id: `m${i}`, result: i })
  }
}

/** Pages that commits have appended to write-ahead logs, in all objects. */
function pagesLogged(): number {
  const logs = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("-wal"))
  return logs.reduce((sum, name) => sum + Math.floor(statSync(join(folder, name)).size / 4_096), 0)
}

test("mutations of one document that arrive at once run one after the other, each once", async () => {
  const { base, socket, id } = await note()
  const before = await attempts(base)
  await burst(socket, "bursts:addStar", { id })
  expect((await attempts(base)) - before).toBe(BURST)
})

test("they share commits; one that waits for the answer before has its own", { timeout: 30_000 }, async () => {
  const { socket, id } = await note()
  const start = pagesLogged()
  await burst(socket, "bursts:addStar", { id })
  const together = pagesLogged() - start
  for (let i = 1; i <= BURST; i++) await socket.ask(mutation(`n${i}`, "bursts:addStar", { id }))
  const alone = pagesLogged() - start - together
  expect(alone).toBeGreaterThanOrEqual(BURST)
  expect(together).toBeLessThan(alone / 2)
})

test("a mutation that waits for something outside does not hold up those behind it", async () => {
  const { socket, id } = await note()
  const { result: other } = await socket.ask(mutation("add2", "notes:add", { title: "other", stars: 0 }))
  socket.send(mutation("before", "bursts:addStar", { id: other }))
  socket.send(mutation("slow", "bursts:addStarSlowly", { id, millis: 300 }))
  for (let i = 1; i <= 20; i++) socket.send(mutation(`behind${i}`, "bursts:addStar", { id: other }))
  const answers: Frame[] = []
  for (let i = 0; i < 22; i++) answers.push(await socket.next())
  expect(answers.map((answer) => answer.id as string).at(-1)).toBe("slow")
  expect(answers.map(({ result }) => result as number)).toEqual([...Array.from({ length: 21 }, (_, i) => i + 1), 1])
})

test("mutations that wait for something outside share commits too", { timeout: 30_000 }, async () => {
  const { socket, id } = await note()
  const ids = [id]
  for (let i = 1; i < 20; i++) {
    ids.push((await socket.ask(mutation(`add${i}`, "notes:add", { title: "other", stars: 0 }))).result as string)
  }
  // On a busy machine they may come to their ends one by one, but hardly in every round.
  let fewest = Infinity
  for (let round = 1; round <= 20; round++) {
    const start = pagesLogged()
    for (const each of ids) socket.send(mutation(each, "bursts:addStarSlowly", { id: each, millis: 1 }))
    for (let i = 0; i < ids.length; i++) expect(await socket.next()).toMatchObject({ result: round })
    fewest = Math.min(fewest, pagesLogged() - start)
  }
  // Each commit logs a page at least.
  expect(fewest).toBeLessThan(0.75 * ids.length)
})

test("mutations of one document that wait for something outside lose nothing, though others come in between", async () => {
  const { socket, id } = await note()
  for (let i = 1; i <= 20; i++) socket.send(mutation(`slow${i}`, "bursts:addStarSlowly", { id, millis: 1 }))
  const stars: number[] = []
  for (let i = 1; i <= 20; i++) stars.push((await socket.next()).result as number)
  expect(stars.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
})

test("a query behind mutations of its socket sees them, and a live query comes to the last state in few steps", async () => {
  const { base, socket, id } = await note()
  const watcher = await backend.connect(`${base}/ws`)
  expect(await watcher.ask({ type: "query", id: "live", fn: "bursts:stars", args: { id } })).toMatchObject({
    result: 0,
  })
  for (let i = 1; i <= BURST; i++) socket.send(mutation(`m${i}`, "bursts:addStar", { id }))
  socket.send({ type: "query", id: "after", fn: "bursts:stars", args: { id } })
  const answers: Frame[] = []
  for (let i = 0; i <= BURST; i++) answers.push(await socket.next())
  expect(answers.find((answer) => answer.id === "after")).toMatchObject({ type: "result", result: BURST })
  let seen = 0
  let updates = 0
  for (; seen < BURST; updates++) {
    const update = await watcher.next()
    expect(update).toMatchObject({ type: "update", id: "live" })
    expect(update.result).toBeGreaterThan(seen)
    seen = update.result
  }
  expect(updates).toBeLessThan(BURST / 2)
})

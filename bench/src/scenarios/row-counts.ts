import { Socket } from "../harness/socket.js"
import type { Server } from "../harness/server.js"
import { addItems, newItem } from "../items.js"
import type { Bench, Measurement, Scenario, Side } from "../scenario.js"

const DOCUMENTS_PER_PROJECT = 100

interface Rows {
  readonly read: number
  readonly written: number
  readonly statements: number
}

interface Case {
  readonly name: string
  readonly title: string
  readonly counts: "read" | "written"
  run(socket: Socket, id: string): Promise<unknown>
}

/** Rows as SQLite bills them. A large table makes a read that scans it stand out. */
export const rowCounts: Scenario = {
  name: "rows",
  title: "rows read and written by single operations",
  anyStorage: true,
  async run(bench) {
    const ours = await countRows("ours", bench)
    const floor = await countRows("floor", bench)
    const figure = (index: number, of: keyof Rows) => ({ ours: [ours[index]![of]], floor: [floor[index]![of]] })
    return cases.flatMap(({ name, title, counts }, index): Measurement[] => [
      { name: `rows-${counts}-${name}`, title: `rows ${counts} by ${title}`, unit: "rows", ...figure(index, counts) },
      { name: `statements-${name}`, title: "- SQL statements", unit: "", ...figure(index, "statements") },
    ])
  },
}

const cases: readonly Case[] = [
  {
    name: "insert",
    title: "insert, 2 indexes",
    counts: "written",
    run: (socket) => socket.mutation("items:add", newItem("new", 0)),
  },
  {
    name: "insert-search",
    title: "insert, 2 indexes + search index",
    counts: "written",
    run: (socket) => socket.mutation("items:addNote", newItem("new", 0)),
  },
  {
    name: "patch-unindexed",
    title: "patch of an unindexed field",
    counts: "written",
    run: (socket, id) => socket.mutation("items:rename", { id, title: "Another title" }),
  },
  {
    name: "patch-indexed",
    title: "patch of an indexed field",
    counts: "written",
    run: (socket, id) => socket.mutation("items:setStatus", { id, status: "waiting" }),
  },
  {
    name: "delete",
    title: "delete",
    counts: "written",
    run: (socket, id) => socket.mutation("items:remove", { id }),
  },
  {
    name: "write",
    title: "a write that no live query needs",
    counts: "read",
    run: (socket, id) => socket.mutation("items:rename", { id, title: "Yet another title" }),
  },
  {
    name: "get",
    title: "get",
    counts: "read",
    run: (socket, id) => socket.once("items:get", { id }),
  },
  {
    name: "take",
    title: "take(20)",
    counts: "read",
    run: (socket) => socket.once("items:latest", { limit: 20 }),
  },
  {
    name: "page",
    title: "a page of 20",
    counts: "read",
    run: (socket) => socket.once("items:page", { numItems: 20 }),
  },
  {
    name: "count",
    title: "count() of 100 documents by index",
    counts: "read",
    run: (socket) => socket.once("items:countByProject", { project: "project-0" }),
  },
]

async function countRows(side: Side, bench: Bench): Promise<Rows[]> {
  const server = await bench.start(side, "counted")
  const socket = await Socket.open(server.url)
  const projects = Math.ceil(bench.effort.largeTable / DOCUMENTS_PER_PROJECT)
  const ids: string[] = []
  for (let index = 0; index < projects; index++) {
    ids.push((await addItems(socket, `project-${index}`, DOCUMENTS_PER_PROJECT))[0]!)
  }
  await socket.subscribe("items:byProject", { project: "somewhere else" }, () => {})
  const counted: Rows[] = []
  for (const [index, { run }] of cases.entries()) {
    await takeRows(server)
    await run(socket, ids[index + 1]!)
    counted.push(await takeRows(server))
  }
  await socket.close()
  return counted
}

async function takeRows(server: Server): Promise<Rows> {
  return (await fetch(new URL("/rows", server.url))).json() as Promise<Rows>
}

import { Socket } from "../harness/socket.js"
import type { Server } from "../harness/server.js"
import { addItems, newItem } from "../items.js"
import type { Bench, Measurement, Scenario, Side } from "../scenario.js"

const DOCUMENTS_PER_PROJECT = 100

interface Rows {
  readonly read: number
  readonly written: number
}

interface Case {
  readonly name: string
  readonly title: string
  readonly counts: keyof Rows
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
    return cases.map(({ name, title, counts }, index): Measurement => {
      return { name, title, unit: "rows", ours: [ours[index]![counts]], floor: [floor[index]![counts]] }
    })
  },
}

const cases: readonly Case[] = [
  written("insert", "insert, 2 indexes", (socket) => socket.mutation("items:add", newItem("new", 0))),
  written("patch-unindexed", "patch of an unindexed field", (socket, id) => {
    return socket.mutation("items:rename", { id, title: "Another title" })
  }),
  written("patch-indexed", "patch of an indexed field", (socket, id) => {
    return socket.mutation("items:setStatus", { id, status: "waiting" })
  }),
  written("delete", "delete", (socket, id) => socket.mutation("items:remove", { id })),
  read("take", "take(20)", (socket) => socket.once("items:latest", { limit: 20 })),
  read("page", "a page of 20", (socket) => socket.once("items:page", { cursor: null, numItems: 20 })),
  read("get", "get", (socket, id) => socket.once("items:get", { id })),
  read("count", "count() of 100 documents by index", (socket) => {
    return socket.once("items:countByProject", { project: "project-0" })
  }),
  read("write", "a write that no live query needs", (socket, id) => {
    return socket.mutation("items:rename", { id, title: "Yet another title" })
  }),
]

function written(name: string, title: string, run: Case["run"]): Case {
  return { name: `rows-written-${name}`, title: `rows written by ${title}`, counts: "written", run }
}

function read(name: string, title: string, run: Case["run"]): Case {
  return { name: `rows-read-${name}`, title: `rows read by ${title}`, counts: "read", run }
}

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

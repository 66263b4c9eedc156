import { Socket } from "../harness/socket.js"
import type { Server } from "../harness/server.js"
import { addItems } from "../items.js"
import type { Bench, Measurement, Scenario, Side } from "../scenario.js"
import { DOCUMENTS_PER_PROJECT, reads, writes, type RowCase } from "./row-cases.js"

interface Rows {
  readonly read: number
  readonly written: number
  readonly statements: number
}

interface Counted {
  /** The first writes of their kind, which may prepare something for those that follow. */
  readonly first: readonly Rows[]
  /** By a client that numbers its mutations in a session. */
  readonly numbered: readonly Rows[]
  /** The writes again, by a client of the base protocol. */
  readonly base: readonly Rows[]
}

const TITLES = { first: "- the first of its kind in a database", base: "- by a client of the base protocol" }

/** Rows as SQLite bills them. A large table makes a read that scans it stand out. */
export const rowCounts: Scenario = {
  name: "rows",
  title: "rows read and written by single operations",
  anyStorage: true,
  async run(bench) {
    const ours = await countRows("ours", bench)
    const floor = await countRows("floor", bench)
    const rows = (each: RowCase, of: keyof Counted, index: number): Measurement[] => {
      const figure = (kind: keyof Rows) => ({ ours: [ours[of][index]![kind]], floor: [floor[of][index]![kind]] })
      const suffix = of === "numbered" ? "" : `-${of}`
      const title = of === "numbered" ? `rows ${each.counts} by ${each.title}` : TITLES[of]
      return [
        { name: `rows-${each.counts}-${each.name}${suffix}`, title, unit: "rows", ...figure(each.counts) },
        { name: `statements-${each.name}${suffix}`, title: "- SQL statements", unit: "", ...figure("statements") },
      ]
    }
    return [
      ...writes.flatMap((each, index) => [
        ...rows(each, "numbered", index),
        ...(each.counts === "written" ? rows(each, "first", index) : []),
        ...rows(each, "base", index),
      ]),
      ...reads.flatMap((each, index) => rows(each, "numbered", writes.length + index)),
    ]
  },
}

/** Documents of a project that the cases may change. */
const TAKEN_PER_PROJECT = 2

async function countRows(side: Side, bench: Bench): Promise<Counted> {
  const server = await bench.start(side, "counted")
  const socket = await Socket.open(server.url)
  const base = await Socket.openBase(server.url)
  const ids: string[] = []
  for (let index = 0; index < Math.ceil(bench.effort.largeTable / DOCUMENTS_PER_PROJECT); index++) {
    ids.push(...(await addItems(socket, `project-${index}`, DOCUMENTS_PER_PROJECT)).slice(0, TAKEN_PER_PROJECT))
  }
  await socket.subscribe("items:byProject", { project: "somewhere else" }, () => {})
  // Of project-0 all documents must be left to be counted.
  ids.splice(0, TAKEN_PER_PROJECT)
  const counted = {
    first: await countEach(writes, socket, server, ids),
    numbered: await countEach([...writes, ...reads], socket, server, ids),
    base: await countEach(writes, base, server, ids),
  }
  await Promise.all([socket.close(), base.close()])
  return counted
}

/** @param ids - documents of which each case takes one away */
async function countEach(cases: readonly RowCase[], socket: Socket, server: Server, ids: string[]): Promise<Rows[]> {
  const counted: Rows[] = []
  for (const { name, run, isRight } of cases) {
    const id = ids.shift()!
    await takeRows(server)
    const answer = await run(socket, id)
    counted.push(await takeRows(server))
    const item = async () => (await socket.once("items:get", { id })).result
    if (!(await isRight(answer, item))) throw new Error(`${name} was answered ${JSON.stringify(answer).slice(0, 200)}`)
  }
  return counted
}

async function takeRows(server: Server): Promise<Rows> {
  return (await fetch(new URL("/rows", server.url))).json() as Promise<Rows>
}

import type { Socket } from "../harness/socket.js"
import { expectId, newItem, type Item } from "../items.js"

/** One operation whose rows are counted, on a document that no other case touches. */
export interface RowCase {
  readonly name: string
  readonly title: string
  readonly counts: "read" | "written"
  run(socket: Socket, id: string): Promise<unknown>
  /** Whether the operation answered what it must and did what it says; asked after its rows were counted. */
  isRight(answer: any, item: () => Promise<Item | null>): boolean | Promise<boolean>
}

/** Documents of each seeded project. */
export const DOCUMENTS_PER_PROJECT = 100

/** What writes, and so keeps an exactly-once record where the client has negotiated one. */
export const writes: readonly RowCase[] = [
  {
    name: "insert",
    title: "insert, 2 indexes",
    counts: "written",
    run: (socket) => socket.mutation("items:add", newItem("new", 0)),
    isRight: (answer) => isId(answer, "items"),
  },
  {
    name: "insert-search",
    title: "insert, 2 indexes + search index",
    counts: "written",
    run: (socket) => socket.mutation("items:addNote", newItem("new", 0)),
    isRight: (answer) => isId(answer, "notes"),
  },
  {
    name: "patch-unindexed",
    title: "patch of an unindexed field",
    counts: "written",
    run: (socket, id) => socket.mutation("items:rename", { id, title: "Another title" }),
    isRight: async (answer, item) => answer === null && (await item())?.title === "Another title",
  },
  {
    name: "patch-indexed",
    title: "patch of an indexed field",
    counts: "written",
    run: (socket, id) => socket.mutation("items:setStatus", { id, status: "waiting" }),
    isRight: async (answer, item) => answer === null && (await item())?.status === "waiting",
  },
  {
    name: "delete",
    title: "delete",
    counts: "written",
    run: (socket, id) => socket.mutation("items:remove", { id }),
    isRight: async (answer, item) => answer === null && (await item()) === null,
  },
  {
    name: "write",
    title: "a write that no live query needs",
    counts: "read",
    run: (socket, id) => socket.mutation("items:rename", { id, title: "Yet another title" }),
    isRight: async (answer, item) => answer === null && (await item())?.title === "Yet another title",
  },
]

/** What only reads. */
export const reads: readonly RowCase[] = [
  {
    name: "get",
    title: "get",
    counts: "read",
    run: async (socket, id) => (await socket.once("items:get", { id })).result,
    isRight: async (answer, item) => answer !== null && answer._id === (await item())?._id,
  },
  {
    name: "take",
    title: "take(20)",
    counts: "read",
    run: async (socket) => (await socket.once("items:latest", { limit: 20 })).result,
    isRight: (answer) => answer.length === 20,
  },
  {
    name: "page",
    title: "a page of 20",
    counts: "read",
    run: async (socket) => (await socket.once("items:page", { numItems: 20 })).result,
    isRight: ({ page, isDone }) => page.length === 20 && isDone === false,
  },
  {
    name: "count",
    title: `count() of ${DOCUMENTS_PER_PROJECT} documents by index`,
    counts: "read",
    run: async (socket) => (await socket.once("items:countByProject", { project: "project-0" })).result,
    isRight: (answer) => answer === DOCUMENTS_PER_PROJECT,
  },
]

function isId(answer: unknown, table: string): boolean {
  expectId(answer, table)
  return true
}

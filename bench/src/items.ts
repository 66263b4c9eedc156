import type { Socket } from "./harness/socket.js"

/** A document of the app's table as a client sees it. */
export interface Item {
  _id: string
  _creationTime: number
  project: string
  status: string
  title: string
  body: string
  count: number
}

export type NewItem = Omit<Item, "_id" | "_creationTime">

const BODY =
  "A task has a body of about this length, because people write a sentence or two into it and then stop. ".repeat(2)

/** Fields of the `index`-th document of a project; about 330 bytes as JSON with what the system adds. */
export function newItem(project: string, index: number): NewItem {
  return {
    project,
    status: index % 3 === 0 ? "done" : "open",
    title: `Task ${index} of ${project}`,
    body: BODY,
    count: 0,
  }
}

/** Documents in one seeding mutation: a frame stays below half a megabyte. */
const BATCH = 1_000

/** Adds `count` documents to a project and answers their ids, oldest first. */
export async function addItems(socket: Socket, project: string, count: number): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < count) {
    const size = Math.min(BATCH, count - ids.length)
    ids.push(
      ...(await addMany(
        socket,
        Array.from({ length: size }, (_, index) => newItem(project, ids.length + index)),
      )),
    )
  }
  return ids
}

/** Adds documents in one mutation and answers their ids. */
export async function addMany(socket: Socket, items: readonly NewItem[]): Promise<string[]> {
  const ids: unknown[] = await socket.mutation("items:addMany", { items })
  if (ids.length !== items.length) throw new Error(`${items.length} documents gave ${ids.length} ids`)
  for (const id of ids) expectId(id)
  return ids as string[]
}

export function expectId(id: unknown, table = "items"): asserts id is string {
  if (typeof id !== "string" || !id.startsWith(`${table}:`)) throw new Error(`Not an id: ${JSON.stringify(id)}`)
}

/** Checks a project's list: these documents, in this order, whole. */
export function expectList(found: unknown, project: string, ids: readonly string[]): asserts found is Item[] {
  const list = found as Item[]
  if (!Array.isArray(list) || list.length !== ids.length) {
    throw new Error(`Expected ${ids.length} documents of ${project}, got ${JSON.stringify(found)?.slice(0, 200)}`)
  }
  ids.forEach((id, index) => {
    const { _id, _creationTime, ...fields } = list[index]!
    const expected = newItem(project, index)
    const equal = Object.entries(expected).every(([name, value]) => fields[name as keyof typeof fields] === value)
    if (_id !== id || typeof _creationTime !== "number" || !equal || Object.keys(fields).length !== 5) {
      throw new Error(`Document ${index} of ${project} is wrong: ${JSON.stringify(list[index])}`)
    }
  })
}

import { inOrder } from "./harness/pipeline.js"
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

const BODY = "A task has a body of about this length, because people write a sentence or two into it and then stop. ".repeat(2)

/** Fields of the `index`-th document of a project; about 330 bytes as JSON with what the system adds. */
export function newItem(project: string, index: number): Omit<Item, "_id" | "_creationTime"> {
  return { project, status: index % 3 === 0 ? "done" : "open", title: `Task ${index} of ${project}`, body: BODY, count: 0 }
}

/** Adds `count` documents to a project and answers their ids, oldest first. */
export async function addItems(socket: Socket, project: string, count: number): Promise<string[]> {
  const ids = await inOrder(count, 32, (index) => socket.mutation("items:add", newItem(project, index)))
  for (const id of ids) expectId(id)
  return ids as string[]
}

export function expectId(id: unknown): asserts id is string {
  if (typeof id !== "string" || !id.startsWith("items:")) throw new Error(`Not an id: ${JSON.stringify(id)}`)
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

import type { Item } from "./item.js"
import type { ItemTable } from "./item-table.js"

interface Subscriber {
  readonly socket: WebSocket
  readonly id: string
}

/** A place behind every list's last document, where new ones are; the floor does not count them. */
const AT_THE_END = 1e9

/**
 * Who watches what, by a rule written by hand for two queries: a list by its project, a document by its id. A write
 * runs each watched query that it touches once and sends one text to all who watch it.
 */
export class Subscribers {
  private readonly watched = new Map<string, Subscriber[]>()
  private readonly patched = new WeakSet<WebSocket>()
  private readonly topicsOfSocket = new Map<WebSocket, Map<string, string>>()

  constructor(private readonly table: ItemTable) {}

  add(topic: string, socket: WebSocket, id: string): void {
    const subscribers = this.watched.get(topic)
    if (subscribers === undefined) this.watched.set(topic, [{ socket, id }])
    else subscribers.push({ socket, id })
    let topics = this.topicsOfSocket.get(socket)
    if (topics === undefined) this.topicsOfSocket.set(socket, (topics = new Map()))
    topics.set(id, topic)
  }

  remove(socket: WebSocket, id: string): void {
    const topics = this.topicsOfSocket.get(socket)
    const topic = topics?.get(id)
    if (topics === undefined || topic === undefined) return
    topics.delete(id)
    const others = this.watched.get(topic)?.filter((it) => it.socket !== socket || it.id !== id) ?? []
    if (others.length === 0) this.watched.delete(topic)
    else this.watched.set(topic, others)
  }

  removeSocket(socket: WebSocket): void {
    for (const id of [...(this.topicsOfSocket.get(socket)?.keys() ?? [])]) this.remove(socket, id)
    this.topicsOfSocket.delete(socket)
  }

  /** From now on `socket` gets changed documents in place of lists. */
  patch(socket: WebSocket): void {
    this.patched.add(socket)
  }

  /** Tells everybody who watches a document or its project, of which `before` or `after` is none. */
  wrote(before: Item | null, after: Item | null): void {
    const { _id, project } = (after ?? before)!
    const patch = (): unknown => {
      if (after === null) return { remove: [_id] }
      return before === null ? { put: [after], at: [AT_THE_END] } : { put: [after] }
    }
    this.send(projectTopic(project), () => this.table.byProject(project), patch)
    this.send(documentTopic(_id), () => after)
  }

  private send(topic: string, whole: () => unknown, patch?: () => unknown): void {
    const subscribers = this.watched.get(topic)
    if (subscribers === undefined) return
    let wholeText: string | undefined
    let patchText: string | undefined
    for (const { socket, id } of subscribers) {
      if (patch !== undefined && this.patched.has(socket)) {
        patchText ??= JSON.stringify(patch())
        socket.send(`{"type":"updates","items":[{"id":${JSON.stringify(id)},"patch":${patchText}}]}`)
      } else {
        wholeText ??= JSON.stringify(whole())
        socket.send(`{"type":"update","id":${JSON.stringify(id)},"result":${wholeText}}`)
      }
    }
  }
}

export const projectTopic = (project: string): string => `project ${project}`
export const documentTopic = (id: string): string => `document ${id}`

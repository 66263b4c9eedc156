import { mutations, queries, type Tables, type Written } from "./functions.js"
import { ItemTable } from "./item-table.js"
import { NoteTable } from "./note-table.js"
import { documentTopic, projectTopic, Subscribers } from "./subscribers.js"

interface ClientFrame {
  type: "query" | "mutation" | "unsubscribe" | "hello"
  id: string
  fn: string
  args: any
  session?: string
  capabilities?: string[]
}

/**
 * The raw floor: what one would write by hand for exactly this app. Same frames, hibernatable sockets, the same table
 * shape; no engine, no validation, no conflict detection, no exactly-once records though clients number their
 * mutations, nothing kept across hibernation. It parses and stringifies every document that it reads, as any server that hands documents to user code must.
 */
export class FloorObject {
  private readonly tables: Tables
  private readonly subscribers: Subscribers

  constructor(private readonly ctx: DurableObjectState) {
    const { sql } = ctx.storage
    this.tables = { items: new ItemTable(sql), notes: new NoteTable(sql) }
    this.subscribers = new Subscribers(this.tables.items)
  }

  async fetch(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname
    if (path === "/ws") {
      const { 0: client, 1: server } = new WebSocketPair()
      this.ctx.acceptWebSocket(server)
      return new Response(null, { status: 101, webSocket: client })
    }
    if (path === "/query") {
      const { fn, args } = await request.json<ClientFrame>()
      const query = queries[fn]
      if (query === undefined) return Response.json({ error: "Not found", code: "not_found" }, { status: 404 })
      return Response.json({ result: query(this.tables, args) })
    }
    return new Response(path === "/health" ? "OK" : null, { status: path === "/health" ? 200 : 404 })
  }

  webSocketMessage(socket: WebSocket, text: string): void | Promise<void> {
    const request = JSON.parse(text) as ClientFrame
    if (request.type === "query") this.query(socket, request)
    else if (request.type === "mutation") return this.mutation(socket, request)
    else if (request.type === "unsubscribe") this.subscribers.remove(socket, request.id)
    else this.hello(socket, request)
  }

  webSocketClose(socket: WebSocket, code: number, reason: string): void {
    this.subscribers.removeSocket(socket)
    socket.close(code === 1005 || code === 1006 ? 1000 : code, reason)
  }

  /** Keeps nothing of the session. A socket that asks for it gets one changed document in place of the list that holds it. */
  private hello(socket: WebSocket, { session, capabilities }: ClientFrame): void {
    if (capabilities?.includes("floor-patch")) this.subscribers.patch(socket)
    socket.send(
      JSON.stringify({ type: "hello", protocol: 2, session, known: false, applied: 0, ts: 0, capabilities: [] }),
    )
  }

  private query(socket: WebSocket, { id, fn, args }: ClientFrame): void {
    const result = queries[fn]!(this.tables, args)
    if (fn === "items:byProject") this.subscribers.add(projectTopic(args.project), socket, id)
    else if (fn === "items:get") this.subscribers.add(documentTopic(args.id), socket, id)
    socket.send(JSON.stringify({ type: "result", id, result }))
  }

  private mutation(socket: WebSocket, { id, fn, args }: ClientFrame): void | Promise<void> {
    const written = mutations[fn]!(this.tables, args)
    const finish = ({ result, changes }: Written): void => {
      for (const { before, after } of changes) this.subscribers.wrote(before, after)
      socket.send(JSON.stringify({ type: "mutationResult", id, result }))
    }
    return written instanceof Promise ? written.then(finish) : finish(written)
  }
}

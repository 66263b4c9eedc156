import { once } from "node:events"
import { WebSocket } from "ws"
import { Frame } from "./frame.js"
import { patched } from "./patch.js"
import { PATIENCE_MILLIS } from "./patience.js"

interface Waiting {
  readonly what: string
  readonly since: number
  answered(frame: Frame): void
  failed(error: Error): void
}

/** A live query of this socket and the result it holds now. */
interface Subscription {
  result: any
  watcher(result: any): void
}

const HELLO = "hello"

/** A client that believes nothing: errors, strangers and missing answers fail the run. */
export class Socket {
  private readonly waiting = new Map<string, Waiting>()
  private readonly subscriptions = new Map<string, Subscription>()
  private readonly overdue: NodeJS.Timeout
  private lastId = 0
  private failure: Error | undefined
  /** Bytes of all frames received so far. */
  bytesReceived = 0

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data: Buffer) => this.receive(data))
    socket.on("close", (code, reason) => this.fail(new Error(`The server closed the socket: ${code} ${reason}`)))
    socket.on("error", (error) => this.fail(error))
    this.overdue = setInterval(() => this.checkOverdue(), 1_000)
  }

  static async open(server: URL): Promise<Socket> {
    const url = new URL("/ws", server)
    url.protocol = "ws:"
    const socket = new WebSocket(url, { perMessageDeflate: false })
    await once(socket, "open")
    return new Socket(socket)
  }

  /** Opens a socket that takes patches of lists in place of whole lists, which is protocol 2. */
  static async openForPatches(server: URL): Promise<Socket> {
    const socket = await Socket.open(server)
    await socket.ask(HELLO, "hello", { type: "hello", protocol: 2, capabilities: ["hash", "patch"] })
    return socket
  }

  async mutation(fn: string, args: object): Promise<any> {
    const frame = await this.request("mutation", `${++this.lastId}`, fn, args)
    return frame.result
  }

  /** Runs a query once: asks, and unsubscribes on the answer. */
  async once(fn: string, args: object): Promise<Frame> {
    const id = `${++this.lastId}`
    const frame = await this.request("query", id, fn, args)
    this.socket.send(`{"type":"unsubscribe","id":"${id}"}`)
    return frame
  }

  /** Subscribes; answers the first result and hands `watcher` every later one. */
  async subscribe(fn: string, args: object, watcher: (result: any) => void): Promise<any> {
    const id = `${++this.lastId}`
    const { result } = await this.request("query", id, fn, args)
    this.subscriptions.set(id, { result, watcher })
    return result
  }

  async close(): Promise<void> {
    clearInterval(this.overdue)
    if (this.failure) throw this.failure
    this.socket.removeAllListeners("close")
    const closed = once(this.socket, "close")
    this.socket.close()
    await closed
  }

  private request(type: "query" | "mutation", id: string, fn: string, args: object): Promise<Frame> {
    return this.ask(id, `${type} ${fn}`, { type, id, fn, args })
  }

  private ask(id: string, what: string, frame: object): Promise<Frame> {
    if (this.failure) return Promise.reject(this.failure)
    return new Promise((answered, failed) => {
      this.waiting.set(id, { what, since: performance.now(), answered, failed })
      this.socket.send(JSON.stringify(frame))
    })
  }

  private receive(data: Buffer): void {
    this.bytesReceived += data.length
    const frame = new Frame(data.toString())
    if (frame.type === "result" || frame.type === "mutationResult") this.answer(frame.id, frame)
    else if (frame.type === "hello") this.answer(HELLO, frame)
    else if (frame.type === "update") this.update(frame.body)
    else if (frame.type === "updates") for (const item of frame.body.items) this.update(item)
    else this.fail(new Error(`Unexpected frame: ${frame.text.slice(0, 500)}`))
  }

  private answer(id: string | undefined, frame: Frame): void {
    const request = this.waiting.get(id ?? "")
    if (id === undefined || request === undefined) {
      return this.fail(new Error(`Nobody asked for ${frame.text.slice(0, 500)}`))
    }
    this.waiting.delete(id)
    request.answered(frame)
  }

  private update(item: { id: string; result?: any; patch?: any; error?: any }): void {
    const subscription = this.subscriptions.get(item.id)
    // An update may cross the unsubscription of a query that ran once.
    if (subscription === undefined) return
    if (item.error) return this.fail(new Error(`A live query failed: ${JSON.stringify(item.error)}`))
    subscription.result = item.patch ? patched(subscription.result, item.patch) : item.result
    subscription.watcher(subscription.result)
  }

  private checkOverdue(): void {
    const now = performance.now()
    for (const { what, since } of this.waiting.values()) {
      if (now - since > PATIENCE_MILLIS) return this.fail(new Error(`No answer to ${what} in ${PATIENCE_MILLIS} ms`))
    }
  }

  private fail(error: Error): void {
    this.failure ??= error
    for (const request of this.waiting.values()) request.failed(error)
    this.waiting.clear()
  }
}

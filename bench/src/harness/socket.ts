import { once } from "node:events"
import { WebSocket } from "ws"
import { Frame } from "./frame.js"
import { PATIENCE_MILLIS } from "./patience.js"
import { Session } from "./session.js"
import { Subscription, type QueryState } from "./subscription.js"
import { Transitions } from "./transitions.js"

interface Waiting {
  readonly what: string
  readonly since: number
  answered(frame: Frame): void
  failed(error: Error): void
}

const HELLO = "hello"

/** Bytes that `@zeroback/client` processes before it tells the server, if a second does not pass before. */
const ACKNOWLEDGED_BYTES = 1 << 20

/** What `@zeroback/client` asks for. */
const CAPABILITIES = ["patch", "hash", "ack", "batch"]

/** Asks the floor, which otherwise sends whole lists, for the changed document alone. */
const FLOOR_PATCH = "floor-patch"

/** A client that believes nothing: errors, strangers and missing answers fail the run. */
export class Socket {
  private readonly waiting = new Map<string, Waiting>()
  private readonly subscriptions = new Map<string, Subscription>()
  private readonly transitions = new Transitions()
  private readonly everySecond: NodeJS.Timeout
  private session: Session | undefined
  private lastId = 0
  private failure: Error | undefined
  /** Bytes of all frames received so far. */
  bytesReceived = 0

  /** `bytesReceived` when the server was told last. */
  private bytesAcknowledged = 0

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data: Buffer) => this.receive(data))
    socket.on("close", (code, reason) => this.fail(new Error(`The server closed the socket: ${code} ${reason}`)))
    socket.on("error", (error) => this.fail(error))
    this.everySecond = setInterval(() => {
      this.checkOverdue()
      this.acknowledge()
    }, 1_000)
  }

  /** Opens a socket that speaks as `@zeroback/client` does: protocol 2, its mutations numbered in a session. */
  static open(server: URL): Promise<Socket> {
    return Socket.greeting(server, CAPABILITIES)
  }

  /** The same, and the floor too sends the changed document in place of the list that holds it. */
  static openForPatches(server: URL): Promise<Socket> {
    return Socket.greeting(server, [...CAPABILITIES, FLOOR_PATCH])
  }

  /** Opens a socket of the base protocol, whose mutations nobody numbers. */
  static async openBase(server: URL): Promise<Socket> {
    const url = new URL("/ws", server)
    url.protocol = "ws:"
    const socket = new WebSocket(url, { perMessageDeflate: false })
    await once(socket, "open")
    return new Socket(socket)
  }

  private static async greeting(server: URL, capabilities: readonly string[]): Promise<Socket> {
    const socket = await Socket.openBase(server)
    const session = new Session()
    const hello = { type: "hello", protocol: 2, session: session.id, capabilities }
    const { body } = await socket.ask(HELLO, "hello", hello)
    if (body.session !== session.id) throw new Error(`Session ${session.id} was answered ${JSON.stringify(body)}`)
    socket.session = session
    return socket
  }

  async mutation(fn: string, args: object): Promise<any> {
    const numbers = this.session?.next()
    const id = `${++this.lastId}`
    const { body } = await this.ask(id, `mutation ${fn}`, { type: "mutation", id, fn, args, ...numbers })
    if (numbers) this.session!.answered(numbers.seq)
    if (body.ts !== undefined) this.transitions.promise(body.ts)
    return body.result
  }

  /** Runs a query once: asks, and unsubscribes on the answer. */
  async once(fn: string, args: object): Promise<Frame> {
    const id = `${++this.lastId}`
    const frame = await this.query(id, fn, args)
    this.socket.send(`{"type":"unsubscribe","id":"${id}"}`)
    return frame
  }

  /** Subscribes; answers the first result and hands `watcher` every later one. */
  async subscribe(fn: string, args: object, watcher: (result: any) => void): Promise<any> {
    const id = `${++this.lastId}`
    const { body } = await this.query(id, fn, args)
    this.subscriptions.set(id, new Subscription(body, watcher))
    return body.result
  }

  /** Waits for the transitions that are still to come, and disconnects. */
  async close(): Promise<void> {
    if (this.failure === undefined) await this.transitions.complete()
    clearInterval(this.everySecond)
    if (this.failure) throw this.failure
    this.socket.removeAllListeners("close")
    const closed = once(this.socket, "close")
    this.socket.close()
    await closed
  }

  private query(id: string, fn: string, args: object): Promise<Frame> {
    return this.ask(id, `query ${fn}`, { type: "query", id, fn, args })
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
    for (const frame of Frame.ofMessage(data.toString())) this.take(frame)
  }

  private take(frame: Frame): void {
    if (frame.type === "result" || frame.type === "mutationResult") this.answer(frame.id, frame)
    else if (frame.type === "hello") this.answer(HELLO, frame)
    else if (frame.type === "update") this.update([frame.body])
    else if (frame.type === "updates") this.update(frame.body.items, frame.body.ts)
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

  /** @param ts - the commit of a transition; the base protocol has none */
  private update(items: readonly ({ id: string } & QueryState)[], ts?: number): void {
    try {
      // An update may cross the unsubscription of a query that ran once.
      for (const item of items) this.subscriptions.get(item.id)?.update(item)
      if (ts !== undefined) this.transitions.arrived(ts)
      if (this.bytesReceived - this.bytesAcknowledged >= ACKNOWLEDGED_BYTES) this.acknowledge()
    } catch (failure) {
      this.fail(failure as Error)
    }
  }

  private acknowledge(): void {
    this.bytesAcknowledged = this.bytesReceived
    const ts = this.transitions.takeUnacknowledged()
    if (ts !== undefined) this.socket.send(`{"type":"ack","ts":${ts}}`)
  }

  private checkOverdue(): void {
    const now = performance.now()
    for (const { what, since } of this.waiting.values()) {
      if (now - since > PATIENCE_MILLIS) return this.fail(new Error(`No answer to ${what} in ${PATIENCE_MILLIS} ms`))
    }
    if (this.transitions.overdueMillis(now) > PATIENCE_MILLIS) {
      this.fail(new Error(`No transition to the commit of a mutation in ${PATIENCE_MILLIS} ms`))
    }
  }

  private fail(error: Error): void {
    this.failure ??= error
    for (const request of this.waiting.values()) request.failed(error)
    this.waiting.clear()
    this.transitions.giveUp()
  }
}

import { once } from "node:events"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { WebSocket, WebSocketServer } from "ws"

export type Frame = Record<string, unknown> & { type: string }

/** A queue whose reader waits. */
class Mailbox<T> {
  readonly #waiting: ((item: T) => void)[] = []
  readonly items: T[] = []

  put(item: T): void {
    const reader = this.#waiting.shift()
    if (reader) reader(item)
    else this.items.push(item)
  }

  take(): Promise<T> {
    return this.items.length > 0
      ? Promise.resolve(this.items.shift() as T)
      : new Promise((resolve) => this.#waiting.push(resolve))
  }
}

/** The server's end of one real socket. */
export class Peer {
  readonly #socket: WebSocket
  readonly #frames = new Mailbox<Frame>()

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on("message", (data: Buffer) => this.#frames.put(JSON.parse(data.toString()) as Frame))
  }

  /** How many frames of the client have arrived and were not taken. */
  get waiting(): number {
    return this.#frames.items.length
  }

  /** The next frame of the client that is no `ack`. */
  async next(): Promise<Frame> {
    const frame = await this.#frames.take()
    return frame.type === "ack" ? this.next() : frame
  }

  /** The commit that the next `ack` of the client tells of; other frames are passed over. */
  async nextAcknowledged(): Promise<unknown> {
    const frame = await this.#frames.take()
    return frame.type === "ack" ? frame["ts"] : this.nextAcknowledged()
  }

  /** Reads the client's `hello` and answers it. */
  async greet(answer: Partial<Frame> = {}): Promise<Frame> {
    const hello = await this.next()
    if (hello.type !== "hello") throw new Error(`expected hello, got ${JSON.stringify(hello)}`)
    this.send({
      type: "hello",
      protocol: 2,
      session: hello["session"],
      known: false,
      applied: 0,
      ts: 100,
      capabilities: ["patch", "hash"],
      ...answer,
    })
    return hello
  }

  /** Reads the client's `hello` and answers it as a server of the base protocol. */
  async refuseHello(): Promise<void> {
    await this.next()
    this.send({ type: "error", code: "bad_request", message: "Unknown frame type" })
  }

  /** Sends a frame, or several in one message. */
  send(frame: Frame | Frame[] | string): void {
    this.#socket.send(typeof frame === "string" ? frame : JSON.stringify(frame))
  }

  /** Cuts the connection. */
  drop(): void {
    this.#socket.terminate()
  }

  async closed(): Promise<void> {
    if (this.#socket.readyState !== WebSocket.CLOSED) await once(this.#socket, "close")
  }
}

/** A real WebSocket server whose tests say what it answers. */
export class ScriptedServer {
  readonly #http: Server
  readonly #sockets: WebSocketServer
  readonly #peers = new Mailbox<Peer>()
  #url = ""
  /** Answers requests that are no WebSocket. */
  onRequest: ((request: IncomingMessage, body: string, response: ServerResponse) => void) | undefined

  private constructor() {
    this.#http = createServer((request, response) => {
      let body = ""
      request.on("data", (chunk: Buffer) => (body += chunk.toString()))
      request.on("end", () => this.onRequest?.(request, body, response))
    })
    this.#sockets = new WebSocketServer({ server: this.#http })
    this.#sockets.on("connection", (socket) => this.#peers.put(new Peer(socket)))
  }

  static async start(port = 0): Promise<ScriptedServer> {
    const server = new ScriptedServer()
    server.#http.listen(port, "127.0.0.1")
    await once(server.#http, "listening")
    server.#url = `ws://127.0.0.1:${(server.#http.address() as AddressInfo).port}/ws`
    return server
  }

  get url(): string {
    return this.#url
  }

  /** The next socket that a client opens. */
  accept(): Promise<Peer> {
    return this.#peers.take()
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#sockets.close()
    const closed = once(this.#http, "close")
    this.#http.close()
    this.#http.closeAllConnections()
    await closed
  }
}

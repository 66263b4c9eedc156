import { once } from "node:events"
import { WebSocket } from "ws"
import type { ClientOptions } from "ws"

/** A frame of the wire protocol, decoded as plain JSON. */
export type Frame = Record<string, any>

// workerd leaves the TCP connection open when the server began the close. The types lack this option.
const CLOSE_QUICKLY = { closeTimeout: 50 } as ClientOptions

/** A client's end of a socket that speaks frames and hands out what arrives in order. */
export class Connection {
  readonly #socket: WebSocket
  readonly #arrived: Frame[] = []
  #waiting: ((frame: Frame) => void) | undefined

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as Frame
      const waiting = this.#waiting
      this.#waiting = undefined
      if (waiting) waiting(frame)
      else this.#arrived.push(frame)
    })
  }

  static async open(url: URL, headers: Record<string, string> = {}): Promise<Connection> {
    const socket = new WebSocket(url, { ...CLOSE_QUICKLY, headers })
    const connection = new Connection(socket)
    await once(socket, "open")
    return connection
  }

  send(frame: Frame | string | Buffer): void {
    this.#socket.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }

  /** The next frame, in order of arrival. */
  next(): Promise<Frame> {
    const arrived = this.#arrived.shift()
    if (arrived) return Promise.resolve(arrived)
    return new Promise((resolve) => (this.#waiting = resolve))
  }

  /** Sends a request and returns the next frame. */
  ask(frame: Frame): Promise<Frame> {
    this.send(frame)
    return this.next()
  }

  /** Waits until the server closes the socket. */
  async closed(): Promise<{ code: number; reason: string }> {
    const [code, reason] = (await once(this.#socket, "close")) as [number, Buffer]
    return { code, reason: String(reason) }
  }

  async close(): Promise<void> {
    const ended = this.closed()
    this.#socket.close(1000)
    await ended
  }
}

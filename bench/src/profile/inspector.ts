import { once } from "node:events"
import { WebSocket } from "ws"

/** A session with a V8 inspector. */
export class Inspector {
  private readonly waiting = new Map<number, { answered(message: any): void; failed(error: Error): void }>()
  private lastId = 0

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString())
      this.waiting.get(message.id)?.answered(message)
      this.waiting.delete(message.id)
    })
    socket.on("close", (code) => {
      for (const { failed } of this.waiting.values()) failed(new Error(`The inspector closed its socket: ${code}`))
    })
  }

  static async connect(url: URL): Promise<Inspector> {
    const address = new URL(url)
    address.protocol = "ws:"
    const socket = new WebSocket(address)
    await once(socket, "open")
    return new Inspector(socket)
  }

  /** Calls a method of the Chrome DevTools Protocol. */
  async call(method: string, params: object = {}): Promise<any> {
    const id = ++this.lastId
    const answer = new Promise<any>((answered, failed) => this.waiting.set(id, { answered, failed }))
    this.socket.send(JSON.stringify({ id, method, params }))
    const { result, error } = await answer
    if (error) throw new Error(`${method}: ${error.message}`)
    return result
  }

  async close(): Promise<void> {
    const closed = once(this.socket, "close")
    this.socket.close()
    await closed
  }
}

import WebSocket from "ws"

/** The sockets that clients open, so that they can be dropped. */
export class Sockets {
  drops = 0
  readonly #open = new Set<WebSocket>()

  constructor() {
    const open = this.#open
    class Tracked extends WebSocket {
      constructor(url: string) {
        super(url, { perMessageDeflate: false })
        open.add(this)
        this.once("close", () => open.delete(this))
      }
    }
    Object.assign(globalThis, { WebSocket: Tracked })
  }

  /** Cuts one of the connections, without a word to either side. */
  dropOne(): void {
    const sockets = [...this.#open]
    const socket = sockets[Math.floor(Math.random() * sockets.length)]
    if (!socket) return
    socket.terminate()
    this.drops++
  }
}

import { Agent } from "node:http"
import { connect, type NetConnectOpts, type Socket } from "node:net"
import WebSocket from "ws"

/**
 * The sockets that clients open, so that they can be dropped.
 *
 * One connects when the one before has had its first answer, because of what `PART_WITH_EVICTIONS` says.
 */
export class Sockets {
  drops = 0
  /** Whether connections are dropped now. */
  areFragile = false
  readonly #open = new Set<WebSocket>()

  constructor() {
    const open = this.#open
    let previous: Promise<unknown> = Promise.resolve()
    class Tracked extends WebSocket {
      constructor(url: string) {
        super(url, { perMessageDeflate: false, agent: agentThatWaitsFor(previous) })
        previous = new Promise<void>((settled) => {
          this.once("message", () => {
            open.add(this)
            settled()
          })
          this.once("close", () => {
            open.delete(this)
            settled()
          })
        })
      }
    }
    Object.assign(globalThis, { WebSocket: Tracked })
  }

  /** Cuts one of the connections, without a word to either side, while they are fragile. */
  dropOne(): void {
    if (!this.areFragile) return
    const sockets = [...this.#open]
    const socket = sockets[Math.floor(Math.random() * sockets.length)]
    if (!socket) return
    socket.terminate()
    this.drops++
  }
}

/** An agent that connects when `turn` has come. */
function agentThatWaitsFor(turn: Promise<unknown>): Agent {
  const createConnection = (options: NetConnectOpts, connected: (error: null, socket: Socket) => void): void => {
    void turn.then(() => connected(null, connect(options)))
  }
  return Object.assign(new Agent(), { createConnection })
}

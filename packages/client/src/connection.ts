import { ZerobackError } from "@zeroback/values"
import { backoffMillis } from "./backoff.js"
import type { ConnectionSettings } from "./options.js"
import { onWakeUp } from "./wake-up.js"

/** Whether the client can talk to its server right now. */
export type ConnectionState = "connecting" | "connected" | "disconnected"

export interface ConnectionEvents {
  /** A socket is open; nothing has been sent on it. */
  opened(): void
  received(text: string): void
  /** The socket that was open is gone. */
  dropped(): void
  stateChanged(state: ConnectionState): void
}

const OPENING_TIMEOUT_MS = 15_000
const PONG_TIMEOUT_MS = 10_000
/** After a sleep the connection is probably dead, and somebody is looking. */
const WAKING_TIMEOUT_MS = 3000
/** How often a client in a pause tries, as in a tab that nobody touches while its server is away. */
const PAUSED_BACKOFF = { baseMs: 60_000, maxMs: 60_000 }
const PING = '{"type":"ping"}'

/**
 * Keeps one socket to the server open: opens it again after a drop, with waits that grow up to a pause, and notices when
 * it is dead.
 *
 * A socket is dropped the moment this decides so; whatever it still delivers is ignored.
 */
export class Connection {
  #state: ConnectionState = "disconnected"
  #socket: WebSocket | undefined
  /** Attempts made since a server last served this client. */
  #attempts = 0
  #isPaused = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopWatching: (() => void) | undefined
  readonly #url: string
  readonly #settings: ConnectionSettings
  readonly #events: ConnectionEvents

  constructor(url: string, settings: ConnectionSettings, events: ConnectionEvents) {
    this.#url = url
    this.#settings = settings
    this.#events = events
  }

  get state(): ConnectionState {
    return this.#state
  }

  /**
   * Opens the connection and keeps it open until {@link close}.
   *
   * @throws ZerobackError `bad_request` where there is no WebSocket.
   */
  start(): void {
    webSocketClass()
    this.#stopWatching = onWakeUp(() => this.#wakeUp())
    this.#connect()
  }

  /** Ends a pause. */
  resume(): void {
    if (this.#isPaused && this.#state === "disconnected") this.#restart()
  }

  /** Sends a frame. The connection must be `connected`. */
  send(text: string): void {
    this.#socket?.send(text)
  }

  /** The server serves this client: what comes after is another failure, with waits of its own. */
  established(): void {
    this.#attempts = 0
  }

  /** Drops the socket that is open, if one is, and opens another one after a wait. */
  reconnect(): void {
    if (this.#state === "connected") this.#drop()
  }

  /** Replaces the socket that is open, if one is, by a new one at once. */
  reopen(): void {
    if (this.#state !== "connected") return
    this.#drop()
    // Who heard of the drop may have closed the connection, or opened another socket already.
    if (this.#timer && !this.#socket) this.#restart()
  }

  /** Ends the connection for good. */
  close(): void {
    this.#stopWatching?.()
    this.#isPaused = false
    this.#release()?.close(1000)
    this.#enter("disconnected")
  }

  #restart(): void {
    this.#attempts = 0
    this.#connect()
  }

  #connect(): void {
    const socket = new (webSocketClass())(this.#url)
    this.#schedule(OPENING_TIMEOUT_MS, () => this.#drop())
    this.#socket = socket
    const current = (handle: (event: MessageEvent) => void) => (event: Event) => {
      if (this.#socket === socket) handle(event as MessageEvent)
    }
    socket.addEventListener(
      "open",
      current(() => this.#opened()),
    )
    socket.addEventListener(
      "message",
      current((event) => this.#received(String(event.data))),
    )
    socket.addEventListener(
      "close",
      current(() => this.#drop()),
    )
    // "close" follows; without a listener some environments take the error for an uncaught one.
    socket.addEventListener("error", () => undefined)
    this.#enter("connecting")
  }

  #opened(): void {
    this.#scheduleHeartbeat()
    this.#state = "connected"
    // The first frames belong to whom this serves, before a listener can send anything.
    this.#events.opened()
    this.#events.stateChanged("connected")
  }

  #received(text: string): void {
    this.#scheduleHeartbeat()
    this.#events.received(text)
  }

  /** Pings after a silent interval; any frame that arrives starts the interval again. */
  #scheduleHeartbeat(): void {
    this.#schedule(this.#settings.heartbeatIntervalMs, () => this.#ping())
  }

  #ping(timeoutMillis = PONG_TIMEOUT_MS, giveUp = () => this.#drop()): void {
    this.send(PING)
    this.#schedule(timeoutMillis, giveUp)
  }

  #drop(): void {
    const wasConnected = this.#state === "connected"
    this.#release()?.close()
    this.#schedule(this.#nextDelay(), () => this.#connect())
    this.#state = "disconnected"
    // Before a listener can make a request that takes the socket for open.
    if (wasConnected) this.#events.dropped()
    // A listener may have made one by now that opens another socket.
    if (!this.#socket) this.#events.stateChanged("disconnected")
  }

  #nextDelay(): number {
    const { backoff } = this.#settings
    this.#isPaused = this.#attempts >= backoff.maxAttempts
    return backoffMillis(this.#attempts++, this.#isPaused ? PAUSED_BACKOFF : backoff, Math.random())
  }

  #wakeUp(): void {
    if (this.#state === "disconnected") this.#restart()
    else if (this.#state === "connected") this.#ping(WAKING_TIMEOUT_MS, () => this.reopen())
  }

  /** Forgets the socket and its timer; returns the socket. */
  #release(): WebSocket | undefined {
    const socket = this.#socket
    this.#socket = undefined
    clearTimeout(this.#timer)
    this.#timer = undefined
    return socket
  }

  /** There is one timer: to open, to beat or to try again. */
  #schedule(delayMillis: number, task: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      task()
    }, delayMillis)
  }

  #enter(state: ConnectionState): void {
    if (state === this.#state) return
    this.#state = state
    this.#events.stateChanged(state)
  }
}

function webSocketClass(): typeof WebSocket {
  if (typeof WebSocket === "undefined") {
    throw ZerobackError.coded(
      "bad_request",
      "There is no WebSocket here. " +
        "Make the client in the browser only, or set globalThis.WebSocket to that of the package ws.",
    )
  }
  return WebSocket
}

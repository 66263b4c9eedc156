import type { DurableObjectState, HibernatableWebSocket } from "./platform.js"

interface Attachment {
  readonly id: number
  /** The public address of the object when the socket opened. */
  readonly base?: string | undefined
  readonly text: string | null
}

/** Bytes of UTF-8 that a close frame has for its reason. */
const MAX_REASON_BYTES = 123

/** The object's sockets by the numbers that the engine knows them by. The numbers survive eviction in attachments. */
export class SocketTable {
  readonly #state: DurableObjectState
  readonly #sockets = new Map<number, HibernatableWebSocket>()
  readonly #ids = new Map<HibernatableWebSocket, number>()
  /** The public addresses of the sockets that came by one: their attachments would have to be read to know. */
  readonly #bases = new Map<number, string>()
  /** What survived with the sockets, until it is asked for: to read an attachment again takes as long as to parse it. */
  readonly #survived = new Map<number, string | null>()
  #lastId = 0
  #lastBase: string | undefined

  constructor(state: DurableObjectState) {
    this.#state = state
    const surviving = state.getWebSockets().map((socket) => [attachmentOf(socket), socket] as const)
    for (const [{ id, base, text }, socket] of surviving.sort(([a], [b]) => a.id - b.id)) {
      this.#register(id, socket, base)
      this.#survived.set(id, text)
    }
  }

  /** The public address that the youngest socket with one came by. */
  get lastBase(): string | undefined {
    return this.#lastBase
  }

  /** Accepts a new socket and returns its number. */
  open(socket: HibernatableWebSocket, base: string | undefined): number {
    const id = this.#lastId + 1
    this.#state.acceptWebSocket(socket)
    socket.serializeAttachment({ id, base, text: null } satisfies Attachment)
    this.#register(id, socket, base)
    return id
  }

  /** The number of an open socket; `undefined` after `forget`. */
  idOf(socket: HibernatableWebSocket): number | undefined {
    return this.#ids.get(socket)
  }

  /** Drops a socket that has closed. Its number is not used again. */
  forget(socket: HibernatableWebSocket): void {
    const id = this.#ids.get(socket)
    if (id === undefined) return
    this.#ids.delete(socket)
    this.#sockets.delete(id)
    this.#bases.delete(id)
    this.#survived.delete(id)
  }

  get size(): number {
    return this.#sockets.size
  }

  openIds(): number[] {
    return [...this.#sockets.keys()]
  }

  send(id: number, frame: string): void {
    try {
      this.#sockets.get(id)?.send(frame)
    } catch {
      // The peer is gone; its close event is on the way and cleans up.
    }
  }

  close(id: number, code: number, reason: string): void {
    const socket = this.#sockets.get(id)
    if (socket) closeSocket(socket, code, reason)
  }

  closeAll(code: number, reason: string): void {
    for (const socket of this.#sockets.values()) closeSocket(socket, code, reason)
  }

  attach(id: number, text: string): void {
    this.#survived.delete(id)
    this.#sockets.get(id)?.serializeAttachment({ id, base: this.#bases.get(id), text } satisfies Attachment)
  }

  attachment(id: number): string | null {
    const survived = this.#survived.get(id)
    if (survived !== undefined) {
      this.#survived.delete(id)
      return survived
    }
    const socket = this.#sockets.get(id)
    return socket ? attachmentOf(socket).text : null
  }

  #register(id: number, socket: HibernatableWebSocket, base: string | undefined): void {
    if (base !== undefined) {
      this.#lastBase = base
      this.#bases.set(id, base)
    }
    this.#sockets.set(id, socket)
    this.#ids.set(socket, id)
    this.#lastId = Math.max(this.#lastId, id)
  }
}

/** Closes a socket, or completes a close that its peer began. */
export function closeSocket(socket: HibernatableWebSocket, code: number, reason: string): void {
  try {
    // 1005 and 1006 say that no code arrived; they cannot be sent.
    socket.close(code === 1005 || code === 1006 ? 1000 : code, shorten(reason))
  } catch {
    // It is closed already.
  }
}

function attachmentOf(socket: HibernatableWebSocket): Attachment {
  return socket.deserializeAttachment() as Attachment
}

function shorten(reason: string): string {
  const bytes = new TextEncoder().encode(reason)
  if (bytes.length <= MAX_REASON_BYTES) return reason
  // A character cut in two decodes to U+FFFD, which is as long as the longest piece of one.
  return new TextDecoder().decode(bytes.subarray(0, MAX_REASON_BYTES - 3)).replace(/\uFFFD$/, "")
}

import { Deadline } from "./deadline.js"
import type { SendFrame } from "./protocol.js"

const INTERVAL_MS = 1000

/** A client that is 4 MiB behind, as far as the server knows, is sent nothing: one that keeps up tells so in time. */
const CHARS = 1 << 20

/** Tells the server how far this client has come, each second or mebibyte, so that it notices one that falls behind. */
export class Acknowledgements {
  readonly #send: SendFrame
  readonly #timer = new Deadline()
  #isWanted = false
  /** The newest commit processed that the server has not been told of. */
  #due: number | undefined
  /** Characters that have arrived since the server was told. */
  #chars = 0

  constructor(send: SendFrame) {
    this.#send = send
  }

  /** @param capabilities - What the server of the current socket uses. */
  joined(capabilities: readonly string[]): void {
    this.#isWanted = capabilities.includes("ack")
  }

  arrived(chars: number): void {
    this.#chars += chars
  }

  processed(ts: number): void {
    if (!this.#isWanted) return
    if (this.#due === undefined) this.#timer.set(INTERVAL_MS, () => this.#acknowledge())
    this.#due = ts
    if (this.#chars >= CHARS) this.#timer.expire()
  }

  /** The socket is gone, and what was processed with it is of no interest to the next one. */
  dropped(): void {
    this.#timer.cancel()
    this.#isWanted = false
    this.#due = undefined
    this.#chars = 0
  }

  #acknowledge(): void {
    if (this.#due !== undefined) this.#send({ type: "ack", ts: this.#due })
    this.#due = undefined
    this.#chars = 0
  }
}

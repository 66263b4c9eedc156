import type { HelloAnswer } from "./protocol.js"

/**
 * A sequence of mutations that the server remembers, so that one sent again is not applied again.
 *
 * The client proposes the session's id; the server may assign another one, for instance after a change of identity.
 */
export class Session {
  #id: string
  #lastSeq = 0
  /** Whether the server has confirmed a mutation of this session, and so must have a record of it. */
  #wasApplied = false

  constructor(id = randomId()) {
    this.#id = id
  }

  /** 128 bits in hexadecimal. */
  get id(): string {
    return this.#id
  }

  /** The number of the next mutation; each is given out once. */
  nextSeq(): number {
    return ++this.#lastSeq
  }

  /** Numbers up to `seq` were given out on an earlier visit. */
  skipTo(seq: number): void {
    this.#lastSeq = Math.max(this.#lastSeq, seq)
  }

  applied(): void {
    this.#wasApplied = true
  }

  /**
   * Takes over what the server says of this session.
   *
   * @returns whether a mutation sent before may be sent again under its number: the server has the session's record,
   *   or has never had one, because nothing was applied.
   */
  resume(answer: HelloAnswer): boolean {
    if (answer.session !== this.#id) {
      this.#id = answer.session
      this.#lastSeq = answer.applied
      this.#wasApplied = answer.known
      return false
    }
    this.skipTo(answer.applied)
    return answer.known || !this.#wasApplied
  }
}

function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

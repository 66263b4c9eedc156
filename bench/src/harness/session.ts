import { randomBytes } from "node:crypto"

/** The numbers that make the mutations of one socket exactly-once, given out as `@zeroback/client` does. */
export class Session {
  /** 128 random bits in hexadecimal. */
  readonly id = randomBytes(16).toString("hex")
  private readonly unanswered = new Set<number>()
  private lastSeq = 0

  /** Numbers the next mutation; everything up to `ack` has its outcome. */
  next(): { seq: number; ack: number } {
    const seq = ++this.lastSeq
    this.unanswered.add(seq)
    const [oldest] = this.unanswered
    return { seq, ack: oldest! - 1 }
  }

  answered(seq: number): void {
    this.unanswered.delete(seq)
  }
}

import { Deadline } from "./deadline.js"
import { deferred, type Deferred } from "./deferred.js"
import type { MutationRecord } from "./mutation-journal.js"
import type { Layer } from "./optimistic-layers.js"
import type { JsonTree } from "./protocol.js"

/** A mutation whose outcome has not arrived. */
export class PendingMutation {
  readonly outcome: Deferred<unknown> = deferred()
  readonly deadline = new Deadline()
  /** When and under what number it was sent first, or was going to be; number 0 is outside of a session. */
  sent: MutationRecord["sent"]
  /** Whether it is written down as sent. */
  isJournalled = false
  /** How often it was sent again because it had not run. */
  repeats = 0
  /** How often a connection has ended while it was the first one under way, earlier visits included. */
  drops = 0

  constructor(
    /** Unique on the socket. */
    readonly id: string,
    readonly lane: string,
    readonly position: number,
    readonly fn: string,
    readonly args: JsonTree,
    readonly layer?: Layer,
  ) {}

  /** What is kept of it for a later visit. */
  get record(): MutationRecord {
    const { lane, position, fn, args, sent, drops } = this
    return { lane, position, fn, args, ...(sent && { sent }), ...(drops > 0 && { drops }) }
  }
}

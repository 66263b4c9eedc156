import { Deadline } from "./deadline.js"
import { deferred, type Deferred } from "./deferred.js"
import type { MutationRecord } from "./mutation-journal.js"
import type { Layer } from "./optimistic-layers.js"
import type { JsonTree } from "./protocol.js"
import { Session } from "./session.js"

/** A mutation whose outcome has not arrived. */
export class PendingMutation {
  readonly outcome: Deferred<unknown> = deferred()
  readonly deadline = new Deadline()
  /** When and under what number it was sent first, or was going to be; number 0 is outside of a session. */
  sent: MutationRecord["sent"]
  /** Whether it is written down as sent. */
  isJournalled = false
  conflicts = 0

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
    const { lane, position, fn, args, sent } = this
    return { lane, position, fn, args, ...(sent && { sent }) }
  }
}

/** Mutations that run one after the other in one session: those of this page, or those that an earlier one left. */
export class Lane {
  readonly queue: PendingMutation[] = []
  #lastPosition = 0

  constructor(
    readonly session: Session,
    readonly name = session.id,
  ) {}

  /** The lane that an earlier page left; its records are in order. */
  static restored(name: string, records: readonly MutationRecord[], nextId: () => string): Lane {
    const sent = records
      .flatMap((record) => record.sent ?? [])
      .filter(({ seq }) => seq > 0)
      .at(-1)
    const lane = new Lane(new Session(sent?.session ?? name), name)
    lane.session.skipTo(sent?.seq ?? 0)
    for (const record of records) {
      const mutation = new PendingMutation(nextId(), name, record.position, record.fn, record.args)
      mutation.sent = record.sent
      lane.queue.push(mutation)
    }
    return lane
  }

  enqueue(id: string, fn: string, args: JsonTree, layer: Layer | undefined): PendingMutation {
    const mutation = new PendingMutation(id, this.name, ++this.#lastPosition, fn, args, layer)
    this.queue.push(mutation)
    return mutation
  }
}

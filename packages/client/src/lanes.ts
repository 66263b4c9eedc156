import type { MutationRecord } from "./mutation-journal.js"
import type { Layer } from "./optimistic-layers.js"
import { PendingMutation } from "./pending-mutation.js"
import type { JsonTree } from "./protocol.js"
import { Session } from "./session.js"

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
      mutation.drops = record.drops ?? 0
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

/** The lane of this page, and before it those that earlier pages left, which run first. */
export class Lanes {
  readonly own = new Lane(new Session())
  readonly #earlier: Lane[] = []

  /** The lane whose turn it is. */
  get current(): Lane {
    return this.#earlier[0] ?? this.own
  }

  get areAnyEarlier(): boolean {
    return this.#earlier.length > 0
  }

  get all(): Lane[] {
    return [...this.#earlier, this.own]
  }

  /** Runs what an earlier page left after what others have left, and before anything of this one. */
  takeOver(lane: Lane): void {
    this.#earlier.push(lane)
  }

  /** Goes on to the lane after the current one, which is done; returns that one. */
  next(): Lane {
    const done = this.current
    this.#earlier.shift()
    return done
  }

  remove(mutation: PendingMutation): void {
    for (const { queue } of this.all) {
      const position = queue.indexOf(mutation)
      if (position >= 0) queue.splice(position, 1)
    }
  }
}

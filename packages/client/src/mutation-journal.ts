import type { CachedEntry } from "./persistence.js"
import type { JsonTree } from "./protocol.js"
import type { Storage } from "./storage.js"

const PREFIX = "$pending|"

/** A mutation that the server has not answered, as it is kept in case the page ends first. */
export interface MutationRecord {
  /** Names the queue that it belongs to; one page has one. */
  readonly lane: string
  /** The position in the queue. */
  readonly position: number
  readonly fn: string
  readonly args: JsonTree
  /** When and as what it was sent, or was going to be at once. */
  readonly sent?: { readonly session: string; readonly seq: number; readonly atMillis: number }
  /** How often a connection has ended while it was the first one under way. */
  readonly drops?: number
}

/** The mutations under way, written down before they are sent. Operations take effect in the order of their calls. */
export class MutationJournal {
  readonly #storage: Storage
  readonly #failed = new Set<string>()
  #tail: Promise<unknown> = Promise.resolve()

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /** Resolves when the record is kept, and so is everything before it; also when it cannot be: it is sent nevertheless. */
  write(record: MutationRecord): Promise<unknown> {
    const key = keyOf(record)
    // Whose it is counts now, and not when its turn comes.
    const entry = { result: record, timestamp: Date.now(), owner: this.#storage.owner }
    return this.#append(async () => (await this.#storage.set(key, entry)) || this.#failed.add(key))
  }

  remove(record: MutationRecord): Promise<unknown> {
    return this.#append(() => this.#storage.delete(keyOf(record)))
  }

  /** Whether a later visit will find the record, as far as the storage has said. */
  keeps(record: MutationRecord): boolean {
    return !this.#failed.has(keyOf(record))
  }

  /** Once a record could not be kept, nothing waits for the storage any more: it may be hanging. */
  #append(operation: () => Promise<unknown>): Promise<unknown> {
    return (this.#tail = this.#tail.then(() => {
      const done = operation()
      return this.#failed.size > 0 || done
    }))
  }
}

/** The mutations that earlier visits of an owner left, lane by lane, the oldest first. */
export function pendingMutations(
  entries: ReadonlyMap<string, CachedEntry>,
  owner: string | undefined,
): Map<string, MutationRecord[]> {
  const isTheirs = ([key, entry]: [string, CachedEntry]) =>
    key.startsWith(PREFIX) && entry.owner === owner && entry.result !== null
  const pending = [...entries].filter(isTheirs).map(([, entry]) => entry)
  pending.sort((a, b) => a.timestamp - b.timestamp)
  const lanes = new Map<string, MutationRecord[]>()
  for (const { result } of pending) {
    const record = result as MutationRecord
    lanes.set(record.lane, [...(lanes.get(record.lane) ?? []), record])
  }
  for (const records of lanes.values()) records.sort((a, b) => a.position - b.position)
  return lanes
}

function keyOf({ lane, position }: MutationRecord): string {
  return `${PREFIX}${lane}|${position}`
}

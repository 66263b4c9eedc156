import { jsonToValue, type ZerobackError } from "@zeroback/values"
import { IndexedDbAdapter } from "./indexeddb-adapter.js"
import { LaneLocks } from "./lane-locks.js"
import { Lane } from "./lanes.js"
import { MutationJournal, pendingMutations, type MutationRecord } from "./mutation-journal.js"
import type { Mutations } from "./mutations.js"
import type { ReplayFailure, ZerobackClientOptions } from "./options.js"
import type { CachedEntry, PersistenceAdapter } from "./persistence.js"
import type { QueryStore } from "./query-store.js"
import { ResultCache, SCHEMA_KEY } from "./result-cache.js"
import { isOpaque } from "./token.js"

const IDENTITY_KEY = "$identity"
const WEEK_MS = 604_800_000

/** What outlives the page: results of queries, and mutations that the server has not answered. */
export class Offline {
  readonly journal: MutationJournal
  readonly #adapter: PersistenceAdapter
  readonly #cache: ResultCache
  readonly #locks: LaneLocks
  readonly #options: ZerobackClientOptions
  /** Whose results and mutations are kept, when that is known. */
  #identity: string | undefined
  /** Marks what this page keeps: the identity that this user had first, as opaque tokens give one after the other. */
  #owner: string | undefined
  #isClosed = false

  constructor(url: string, store: QueryStore, options: ZerobackClientOptions) {
    const database = `zeroback ${url}`
    const { persistence } = options
    const adapter = typeof persistence === "object" ? persistence : new IndexedDbAdapter(database)
    this.#adapter = {
      getAll: () => adapter.getAll(),
      set: (key, entry) => adapter.set(key, { ...entry, owner: this.#owner }),
      delete: (key) => adapter.delete(key),
      clear: () => adapter.clear(),
    }
    this.#cache = new ResultCache(this.#adapter, store)
    this.journal = new MutationJournal(this.#adapter)
    this.#locks = new LaneLocks(database)
    this.#options = options
  }

  /**
   * Shows the results that are kept, and puts the mutations that no open page cares for before this page's own.
   *
   * @param visitor - Who is about to sign in: what belongs to a user is for that user only.
   */
  async restore(mutations: Mutations, visitor: () => Promise<string | undefined>): Promise<void> {
    await this.#locks.take(mutations.ownLane)
    const all = await this.#adapter.getAll()
    const mark = all.get(IDENTITY_KEY)
    this.#identity = mark?.result as string | undefined
    this.#owner = mark?.owner ?? this.#identity
    const identity = this.#identity === undefined ? undefined : await visitor()
    const isForVisitor = identity === this.#identity
    // Pages of other users that are still open go on keeping what is theirs.
    const isReadable = ([key, { owner }]: [string, CachedEntry]) =>
      key === SCHEMA_KEY || ((owner === undefined || owner === this.#owner) && (isForVisitor || key.startsWith("$")))
    const entries = new Map([...all].filter(isReadable))
    const { maxCacheAge = WEEK_MS, schemaVersion } = this.#options
    await this.#cache.restore(entries, maxCacheAge, schemaVersion)
    // Of another user's mutations nothing is run; signing in gives them up. Without a user they wait for theirs.
    if (isForVisitor || identity !== undefined) await this.#takeOver(entries, mutations)
  }

  async #takeOver(entries: ReadonlyMap<string, CachedEntry>, mutations: Mutations): Promise<void> {
    for (const name of pendingMutations(entries).keys()) {
      if (name === mutations.ownLane || !(await this.#locks.take(name))) continue
      // Read again under the lock: the page that held it may have gone on until now.
      const records = pendingMutations(await this.#adapter.getAll()).get(name) ?? []
      if (records.length === 0) this.#locks.release(name)
      else mutations.takeOver(this.#restoredLane(name, records, mutations))
    }
  }

  /**
   * Whether what is kept belongs to somebody else than the user who is signing in; from now on it is this user's.
   *
   * @param isSuccessor - Whether the source of this user's token gave the one before, too.
   */
  isOfAnother(identity: string, isSuccessor: boolean): boolean {
    const previous = this.#identity
    if (previous === identity) return false
    const isRenewed = isSuccessor && previous !== undefined && isOpaque(previous) && isOpaque(identity)
    this.#identity = identity
    if (!isRenewed) this.#owner = identity
    this.#try(
      "the user's name could not be kept",
      this.#adapter.set(IDENTITY_KEY, { result: identity, timestamp: Date.now() }),
    )
    return previous !== undefined && !isRenewed
  }

  /** What is kept from now on is nobody's. */
  signedOut(): void {
    this.#identity = this.#owner = undefined
    this.#try("the user's name could not be discarded", this.#adapter.delete(IDENTITY_KEY))
  }

  /** Discards all results that are kept; mutations go with their rejection. */
  forget(): void {
    this.#try("kept results could not be discarded", this.#cache.discard())
  }

  laneDone(name: string): void {
    this.#locks.release(name)
  }

  close(): void {
    this.#isClosed = true
    this.#cache.close()
    this.#locks.close()
  }

  #restoredLane(name: string, records: readonly MutationRecord[], mutations: Mutations): Lane {
    const lane = Lane.restored(name, records, () => mutations.nextId())
    for (const { fn, args, outcome } of lane.queue) {
      outcome.promise.catch((error: ZerobackError) =>
        this.#gaveUp({ fn, args: jsonToValue(structuredClone(args)), error }),
      )
    }
    return lane
  }

  #try(failure: string, operation: Promise<void>): void {
    operation.catch((error: unknown) => console.error(`Zeroback: ${failure}`, error))
  }

  #gaveUp(failure: ReplayFailure): void {
    // What ends with this client is kept for the next visit.
    if (this.#isClosed) return
    if (this.#options.onReplayFailure) this.#options.onReplayFailure(failure)
    else console.error(`Zeroback: the mutation ${failure.fn} of an earlier visit was given up`, failure.error)
  }
}

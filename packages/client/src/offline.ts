import { jsonToValue, type ZerobackError } from "@zeroback/values"
import { IndexedDbAdapter } from "./indexeddb-adapter.js"
import { deferred } from "./deferred.js"
import { LaneLocks } from "./lane-locks.js"
import { Lane } from "./lanes.js"
import { tellOne } from "./listeners.js"
import { MutationJournal, pendingMutations, type MutationRecord } from "./mutation-journal.js"
import type { Mutations } from "./mutations.js"
import type { ZerobackClientOptions } from "./options.js"
import type { CachedEntry } from "./persistence.js"
import type { JsonTree } from "./protocol.js"
import type { QueryStore } from "./query-store.js"
import { signedOut } from "./request-errors.js"
import { ResultCache } from "./result-cache.js"
import { Storage } from "./storage.js"
import { isOpaque } from "./token.js"

const IDENTITY_KEY = "$identity"
const WEEK_MS = 604_800_000

/** What outlives the page: results of queries, and mutations that the server has not answered. */
export class Offline {
  readonly journal: MutationJournal
  readonly #storage: Storage
  readonly #cache: ResultCache
  readonly #locks: LaneLocks
  readonly #options: ZerobackClientOptions
  /** Names the user who signed in last and has not signed out; its owner marks what is theirs. */
  #mark: CachedEntry | undefined
  /** Who visits, when that is known. */
  #identity: string | undefined
  /** Whether what is kept has been looked at for this visitor. */
  #isOpen = false
  /** Grows when the user signs out, so that what was begun for them is recognised. */
  #visit = 0
  #isClosed = false
  readonly #closed = deferred<undefined>()

  constructor(url: string, store: QueryStore, options: ZerobackClientOptions) {
    const database = `zeroback ${url}`
    const { persistence } = options
    const adapter = typeof persistence === "object" ? persistence : new IndexedDbAdapter(database)
    this.#storage = new Storage(adapter)
    this.#cache = new ResultCache(this.#storage, store)
    this.journal = new MutationJournal(this.#storage)
    this.#locks = new LaneLocks(database)
    this.#options = options
  }

  /**
   * Shows the results that are kept, and puts the mutations that no open page cares for before this page's own.
   *
   * @param visitor - Who is about to sign in: what belongs to a user is for that user only. While that cannot be known
   *   it waits for whoever {@link presenting} names.
   * @returns when that is done, or {@link close} was called: the storage may be hanging.
   */
  restore(mutations: Mutations, visitor: () => Promise<string | undefined>): Promise<void> {
    const restored = this.#try(async () => {
      await this.#locks.take(mutations.ownLane)
      let visit: number
      do {
        visit = this.#visit
        let identity: string | undefined
        try {
          identity = await visitor()
        } catch (error) {
          const all = await this.#storage.getAll()
          if (visit === this.#visit) {
            // Until a token says who visits, what they do is taken for the last user's.
            this.#keepFor(all.get(IDENTITY_KEY)?.owner, mutations)
            throw error
          }
        }
        if (visit === this.#visit) await this.#open(mutations, identity)
        // Signing out meanwhile has made it the visit of somebody else.
      } while (visit !== this.#visit && !this.#isClosed)
    })
    return Promise.race([restored, this.#closed.promise])
  }

  /**
   * A token is about to be presented, or there is none; what is kept from now on is that user's.
   *
   * @param isSuccessor - Whether the source of this user's token gave one before, too.
   * @returns whether what this page shows and has under way is another user's.
   */
  async presenting(mutations: Mutations, identity: string | undefined, isSuccessor: boolean): Promise<boolean> {
    const visit = this.#visit
    if (!this.#isOpen) await this.#try(() => this.#open(mutations, identity))
    if (identity === undefined || visit !== this.#visit) return false
    const previous = this.#identity
    const isRenewed = isSuccessor && previous !== undefined && isOpaque(previous) && isOpaque(identity)
    if (isRenewed) this.#identity = identity
    else if (previous !== identity) this.#belongTo(identity, mutations)
    const last = this.#mark
    if (last?.result !== identity) {
      const { owner } = this.#storage
      this.#mark = { result: identity, timestamp: Date.now(), owner }
      void this.#storage.set(IDENTITY_KEY, this.#mark)
      if (last && last.owner !== owner) this.#giveUp(last.owner, mutations)
    }
    return previous !== undefined && previous !== identity && !isRenewed
  }

  /** What is kept from now on is nobody's. */
  signedOut(): void {
    this.#visit++
    this.#mark = this.#identity = this.#storage.owner = undefined
    void this.#storage.delete(IDENTITY_KEY)
  }

  /** Discards all results that are kept; mutations go with their rejection. */
  forget(): void {
    void this.#try(() => this.#cache.discard())
  }

  laneDone(name: string): void {
    this.#locks.release(name)
  }

  close(): void {
    this.#visit++
    this.#isClosed = true
    this.#closed.resolve(undefined)
    this.#storage.close()
    this.#cache.close()
    this.#locks.close()
  }

  async #open(mutations: Mutations, identity: string | undefined): Promise<void> {
    const visit = this.#visit
    // Not again when it fails: lanes cannot be taken over in the middle of a session.
    this.#isOpen = true
    const all = await this.#storage.getAll()
    if (visit !== this.#visit) return
    this.#mark = all.get(IDENTITY_KEY)
    this.#belongTo(identity, mutations)
    const { maxCacheAge = WEEK_MS, schemaVersion } = this.#options
    await this.#cache.restore(all, this.#storage.owner, maxCacheAge, schemaVersion)
    if (visit !== this.#visit) return
    await this.#claim(this.#storage.owner, all, mutations, (name, records) => {
      mutations.takeOver(this.#restoredLane(name, records, mutations))
    })
  }

  #belongTo(identity: string | undefined, mutations: Mutations): void {
    this.#identity = identity
    this.#keepFor(identity !== undefined && identity === this.#mark?.result ? this.#mark.owner : identity, mutations)
  }

  /** @param owner - The identity that this user had first, as opaque tokens give one after the other. */
  #keepFor(owner: string | undefined, mutations: Mutations): void {
    if (owner === this.#storage.owner) return
    this.#storage.owner = owner
    mutations.keepAgain()
  }

  /** Hands over, each of them locked, the lanes of an owner that belong to no open page. */
  async #claim(
    owner: string | undefined,
    all: ReadonlyMap<string, CachedEntry>,
    { ownLane }: Mutations,
    handOver: (name: string, records: readonly MutationRecord[]) => void,
  ): Promise<void> {
    const visit = this.#visit
    for (const name of pendingMutations(all, owner).keys()) {
      if (name === ownLane || !(await this.#locks.take(name))) continue
      // Read again under the lock: the page that held it may have gone on until now.
      const records = pendingMutations(await this.#storage.getAll(), owner).get(name)
      if (records && visit === this.#visit) handOver(name, records)
      else this.#locks.release(name)
    }
  }

  /** Discards what a user left before this one: nothing of it is run. */
  #giveUp(owner: string | undefined, mutations: Mutations): void {
    this.forget()
    void this.#try(async () => {
      await this.#claim(owner, await this.#storage.getAll(), mutations, (name, records) => {
        for (const { fn, args, sent } of records) this.#gaveUp(fn, args, signedOut(fn, sent !== undefined))
        const removed = records.map((record) => this.journal.remove(record))
        void Promise.all(removed).then(() => this.#locks.release(name))
      })
    })
  }

  #restoredLane(name: string, records: readonly MutationRecord[], mutations: Mutations): Lane {
    const lane = Lane.restored(name, records, () => mutations.nextId())
    for (const { fn, args, outcome } of lane.queue) {
      outcome.promise.catch((error: ZerobackError) => this.#gaveUp(fn, args, error))
    }
    return lane
  }

  async #try(operation: () => Promise<void>): Promise<void> {
    try {
      await operation()
    } catch (error) {
      console.error("Zeroback: what earlier visits kept could not be read", error)
    }
  }

  #gaveUp(fn: string, args: JsonTree, error: ZerobackError): void {
    // What ends with this client is kept for the next visit.
    if (this.#isClosed) return
    const { onReplayFailure } = this.#options
    if (onReplayFailure) tellOne(onReplayFailure, { fn, args: jsonToValue(structuredClone(args)), error })
    else console.error(`Zeroback: the mutation ${fn} of an earlier visit was given up`, error)
  }
}

import { canonicalKey, parseKey, type ZerobackError } from "@zeroback/values"
import { Listeners, tellOne } from "./listeners.js"
import type { OptimisticUpdate } from "./local-store.js"
import { OptimisticLayers, runUpdate, type Layer } from "./optimistic-layers.js"
import { shareStructure } from "./structural-sharing.js"

/** A query and its arguments as one text; made by `QueryStore.makeKey`. */
export type QueryKey = string

/** What is known of a query. Never changes: a new state is a new object. */
export interface QueryState {
  /** The result with optimistic updates applied; `undefined` while there is none. */
  readonly result: unknown
  /** Why the query failed; its next good result clears it. */
  readonly error: ZerobackError | undefined
  /** Whether the server has answered in the lifetime of this client; a cached result is not confirmed. */
  readonly isConfirmed: boolean
}

/** Whether a query's error passes by itself: the client asks again, or the server runs the query again. */
export function isPassing({ code }: { readonly code: string }): boolean {
  return code === "rate_limited" || code === "unavailable"
}

/** The error that is to be shown in the place of a result: one that passes leaves what is shown as it is. */
export function lastingError({ error }: Pick<QueryState, "error">): ZerobackError | undefined {
  return error && !isPassing(error) ? error : undefined
}

/** Most results that stay in memory after their last subscription; more when earlier visits left more. */
const MOST_RELEASED = 200
const UNKNOWN: QueryState = { result: undefined, error: undefined, isConfirmed: false }

/** The results of all queries of one client: what the server said, and over it the optimistic updates. */
export class QueryStore {
  /** A text that is equal for equal functions and arguments, whatever the order of keys. */
  static makeKey(fnName: string, args: unknown): QueryKey {
    return canonicalKey(fnName, args ?? {})
  }

  /** The name and the arguments that a key stands for. */
  static parseKey(key: QueryKey): { fnName: string; args: unknown } {
    const { fn, args } = parseKey(key)
    return { fnName: fn, args }
  }

  /** Tells the listeners of one step. A framework that shows each change at once has them told as one, here. */
  together = (tell: () => void): void => tell()
  readonly #server = new Map<QueryKey, QueryState>()
  readonly #hashes = new Map<QueryKey, string>()
  /** Told of each answer, when results outlive their subscriptions. */
  #keep: ((key: QueryKey) => void) | undefined
  /** What nobody is subscribed to and is kept nevertheless, the longest first. */
  readonly #released = new Set<QueryKey>()
  readonly #held = new Set<QueryKey>()
  readonly #serverResults = {
    get: (key: QueryKey) => this.#server.get(key)?.result,
    has: (key: QueryKey) => this.#server.has(key),
    keys: () => this.#server.keys(),
  }
  readonly #shown = new Map<QueryKey, QueryState>()
  readonly #listeners = new Map<QueryKey, Listeners>()
  readonly #layers = new OptimisticLayers()
  #overlay: ReadonlyMap<QueryKey, unknown> = new Map<QueryKey, unknown>()
  #dirty: Set<QueryKey> | undefined

  /** The state of a query; the same object until it changes. */
  state(key: QueryKey): QueryState {
    return this.#shown.get(key) ?? UNKNOWN
  }

  /** Calls `listener` after each change of the query's state, until the function returned is called. */
  watch(key: QueryKey, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Listeners()
    this.#listeners.set(key, listeners)
    const stop = listeners.add(listener)
    return () => {
      stop()
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key)
    }
  }

  /** @internal The state without optimistic updates. */
  serverState(key: QueryKey): QueryState {
    return this.#server.get(key) ?? UNKNOWN
  }

  /** @internal Makes the changes of `body` visible in one step, then tells the listeners. */
  change(body: () => void): void {
    if (this.#dirty) return body()
    const dirty = (this.#dirty = new Set())
    try {
      body()
    } finally {
      this.#dirty = undefined
      const overlay = this.#layers.replay(this.#serverResults)
      this.#show(overlay, new Set([...dirty, ...this.#overlay.keys(), ...overlay.keys()]))
    }
  }

  /** @internal The server's name for the result, when it gave one. */
  serverHash(key: QueryKey): string | undefined {
    return this.#hashes.get(key)
  }

  /** @internal Sets what the server says; within {@link change}. */
  answered(key: QueryKey, result: unknown, hash: string | undefined): void {
    this.#set(key, { result, error: undefined, isConfirmed: true }, hash)
    this.#keep?.(key)
  }

  /** @internal The query failed; its last result stays; within {@link change}. */
  failed(key: QueryKey, error: ZerobackError): void {
    this.#set(key, { ...this.serverState(key), error }, this.serverHash(key))
  }

  /** @internal Shows what an earlier visit left, unless the server has answered; within {@link change}. */
  hydrate(key: QueryKey, result: unknown, hash: string | undefined): void {
    if (this.serverState(key).isConfirmed) return
    this.#set(key, { result, error: undefined, isConfirmed: false }, hash)
    if (!this.#held.has(key)) this.#released.add(key)
  }

  /** @internal Somebody is subscribed to the query. */
  hold(key: QueryKey): void {
    this.#held.add(key)
    this.#released.delete(key)
  }

  /** @internal From now on results outlive their subscriptions; `changed` is called with each answer. */
  keepResults(changed: (key: QueryKey) => void): void {
    this.#keep = changed
  }

  /** @internal Nobody is subscribed to the query any more; within {@link change}. */
  release(key: QueryKey): void {
    this.#held.delete(key)
    const { result } = this.serverState(key)
    if (this.#keep && result !== undefined) {
      this.#set(key, { result, error: undefined, isConfirmed: false }, this.serverHash(key))
      this.#released.add(key)
      if (this.#released.size > MOST_RELEASED) this.#forgetLongestReleased()
    } else {
      this.#forget(key)
    }
  }

  #forgetLongestReleased(): void {
    for (const key of this.#released) {
      if (this.#listeners.has(key)) continue
      return this.#forget(key)
    }
  }

  #forget(key: QueryKey): void {
    this.#released.delete(key)
    this.#server.delete(key)
    this.#hashes.delete(key)
    this.#dirty?.add(key)
  }

  /** @internal Forgets all that the server has said; within {@link change}. */
  forgetResults(): void {
    for (const key of this.#server.keys()) this.#dirty?.add(key)
    this.#server.clear()
    this.#hashes.clear()
    this.#released.clear()
  }

  #set(key: QueryKey, state: QueryState, hash: string | undefined): void {
    const result = shareStructure(this.serverState(key).result, state.result)
    this.#server.set(key, { ...state, result })
    if (hash === undefined) this.#hashes.delete(key)
    else this.#hashes.set(key, hash)
    this.#dirty?.add(key)
  }

  /**
   * @internal Runs an optimistic update now and after each change of what the server says. Not within {@link change}.
   *
   * @throws what the update throws in this first run; then there is no layer.
   */
  addLayer(update: OptimisticUpdate): Layer {
    // The updates before it have run on this state of the server.
    const written = runUpdate(update, this.#overlay, this.#serverResults)
    const layer = this.#layers.add(update)
    this.#show(new Map([...this.#overlay, ...written]), written.keys())
    return layer
  }

  /** @internal Takes an optimistic update back. */
  removeLayer(layer: Layer): void {
    if (this.#layers.remove(layer)) this.change(() => undefined)
  }

  /** @param keys - Those of the queries that may look different now. */
  #show(overlay: ReadonlyMap<QueryKey, unknown>, keys: Iterable<QueryKey>): void {
    this.#overlay = overlay
    const changed = [...keys].filter((key) => this.#showOne(key))
    tellOne(this.together, () => {
      for (const key of changed) this.#listeners.get(key)?.tell()
    })
  }

  /** @returns whether the state shown is another one than before. */
  #showOne(key: QueryKey): boolean {
    const before = this.state(key)
    const server = this.serverState(key)
    const result = shareStructure(before.result, this.#overlay.has(key) ? this.#overlay.get(key) : server.result)
    const { error, isConfirmed } = server
    if (result === before.result && error === before.error && isConfirmed === before.isConfirmed) return false
    if (result === undefined && !error && !isConfirmed) this.#shown.delete(key)
    else this.#shown.set(key, { result, error, isConfirmed })
    return true
  }
}

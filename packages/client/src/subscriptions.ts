import { backoffMillis } from "./backoff.js"
import { Deadline } from "./deadline.js"
import { applyDocumentsPatch } from "./documents-patch.js"
import { encodeArgs } from "./encoded-args.js"
import { errorFrom, type ErrorBody, type JsonTree, type SendFrame, type UpdateItem } from "./protocol.js"
import { isPassing, type QueryKey, type QueryStore } from "./query-store.js"

interface Subscription {
  readonly key: QueryKey
  readonly id: string
  readonly fn: string
  readonly args: JsonTree
  holders: number
  /** Whether the query was sent on this socket and not answered yet. */
  isAwaited: boolean
  /** Why the query failed that is asked again once the client has signed in anew; until then it is awaited. */
  withheld?: ErrorBody | undefined
}

/** How many refused queries are asked for at a time: few, so that a limit on their rate lets them pass. */
const MOST_AGAIN = 16
/** The first wait is longer than the second of such a limit. */
const BACKOFF = { baseMs: 2000, maxMs: 30_000 }

/** The queries that this client wants to hear about, each of them once, whoever asked for it. */
export class Subscriptions {
  readonly #byKey = new Map<QueryKey, Subscription>()
  readonly #byId = new Map<string, Subscription>()
  readonly #store: QueryStore
  readonly #send: SendFrame
  /** What the server has refused for now, the longest first. */
  readonly #refused = new Set<Subscription>()
  readonly #again = new Deadline()
  /** Waits since the server last answered a query. */
  #waits = 0
  #lastId = 0

  constructor(store: QueryStore, send: SendFrame) {
    this.#store = store
    this.#send = send
  }

  /** Subscribes to a query until the function returned is called; equal queries share one subscription. */
  hold(key: QueryKey, fn: string, args: unknown): () => void {
    const subscription = this.#byKey.get(key) ?? this.#open(key, fn, args)
    subscription.holders++
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      subscription.holders--
      // Not at once: what is held again in the same turn, as by React when it remounts, stays subscribed.
      queueMicrotask(() => this.#closeIfUnheld(subscription))
    }
  }

  /** Sends every query: on a new socket, or because the server has lost its subscriptions. */
  sendAll(): void {
    for (const subscription of this.#byKey.values()) this.#sendQuery(subscription)
  }

  /** The socket is gone, and with it what was awaited on it. */
  dropped(): void {
    this.#refused.clear()
    this.#again.cancel()
    for (const subscription of this.#byKey.values()) {
      subscription.isAwaited = false
      subscription.withheld = undefined
    }
  }

  /** Whether all results that are shown are answers of the current socket. */
  areCurrent(): boolean {
    for (const { isAwaited, key } of this.#byKey.values()) {
      if (isAwaited && this.#store.state(key).result !== undefined) return false
    }
    return true
  }

  /** The whole result of a query; within `store.change`. */
  answered(id: string, result: unknown, hash?: string): void {
    const subscription = this.#byId.get(id)
    if (!subscription) return
    subscription.isAwaited = false
    subscription.withheld = undefined
    this.#refused.delete(subscription)
    this.#waits = 0
    // A query that returns nothing has the result null: `undefined` means "none yet".
    this.#store.answered(subscription.key, result ?? null, hash)
  }

  /** The server's result equals the one named by the hash that was sent; within `store.change`. */
  unchanged(id: string, hash: string): void {
    const subscription = this.#byId.get(id)
    if (subscription) this.answered(id, this.#store.serverState(subscription.key).result, hash)
  }

  /**
   * The query failed: that is its state until its next good result; within `store.change`.
   *
   * @param isSigningIn - Whether a new sign-in is under way: of the end of the former one nobody hears, unless the new
   *   one fails too.
   */
  failed(id: string, error: ErrorBody, isSigningIn: boolean): void {
    const subscription = this.#byId.get(id)
    if (!subscription) return
    const isWithheld = isSigningIn && error.code === "unauthenticated"
    subscription.isAwaited = isWithheld
    subscription.withheld = isWithheld ? error : undefined
    if (!isWithheld) this.#store.failed(subscription.key, errorFrom(error))
  }

  /** The server has not taken the query, and may take it later. */
  refused(id: string, error: ErrorBody): void {
    const subscription = this.#byId.get(id)
    if (!subscription || !isPassing(error)) return
    if (this.#refused.size === 0) {
      console.error(`Zeroback: the query ${subscription.fn} failed for now: ${error.message}`)
      this.#askAgainLater()
    }
    this.#refused.add(subscription)
  }

  /** The client has signed in: asks for what failed for want of it. Not by hash, for updates may come before the answer. */
  signedIn(): void {
    for (const subscription of this.#byKey.values()) if (subscription.withheld) this.#sendWith(subscription, undefined)
  }

  /** The client could not sign in anew; within `store.change`. */
  signInFailed(): void {
    for (const { id, withheld } of this.#byKey.values()) if (withheld) this.failed(id, withheld, false)
  }

  /** One query's part of a transition; within `store.change`. */
  updated(item: UpdateItem, isSigningIn: boolean): void {
    if (item.error) this.failed(item.id, item.error, isSigningIn)
    else if (item.patch) this.#patched(item)
    else this.answered(item.id, item.result, item.hash)
  }

  #askAgainLater(): void {
    this.#again.set(backoffMillis(this.#waits++, BACKOFF, Math.random()), () => {
      for (const subscription of [...this.#refused].slice(0, MOST_AGAIN)) {
        this.#refused.delete(subscription)
        this.#sendQuery(subscription)
      }
      if (this.#refused.size > 0) this.#askAgainLater()
    })
  }

  #patched(item: UpdateItem & { patch: object }): void {
    const subscription = this.#byId.get(item.id)
    if (!subscription) return
    const { key } = subscription
    const isForThis = this.#store.serverHash(key) === item.base
    const patched = isForThis ? applyDocumentsPatch(this.#store.serverState(key).result, item.patch) : undefined
    if (patched) this.answered(item.id, patched, item.hash)
    else this.#sendWith(subscription, undefined)
  }

  #open(key: QueryKey, fn: string, args: unknown): Subscription {
    const id = `q${++this.#lastId}`
    const subscription: Subscription = {
      key,
      id,
      fn,
      args: encodeArgs(fn, args),
      holders: 0,
      isAwaited: false,
    }
    this.#byKey.set(key, subscription)
    this.#store.hold(key)
    this.#byId.set(id, subscription)
    this.#sendQuery(subscription)
    return subscription
  }

  #closeIfUnheld(subscription: Subscription): void {
    if (subscription.holders > 0 || this.#byKey.get(subscription.key) !== subscription) return
    this.#byKey.delete(subscription.key)
    this.#byId.delete(subscription.id)
    this.#refused.delete(subscription)
    this.#send({ type: "unsubscribe", id: subscription.id })
    this.#store.change(() => this.#store.release(subscription.key))
  }

  #sendQuery(subscription: Subscription): void {
    this.#sendWith(subscription, this.#store.serverHash(subscription.key))
  }

  #sendWith(subscription: Subscription, hash: string | undefined): void {
    const { id, fn, args } = subscription
    subscription.withheld = undefined
    subscription.isAwaited = this.#send({ type: "query", id, fn, args, ...(hash === undefined ? {} : { hash }) })
  }
}

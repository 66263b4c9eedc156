import type { AuthState, GetToken } from "./authentication.js"
import type { ConnectionState } from "./connection.js"
import { Conversation } from "./conversation.js"
import { Listeners, tellOne } from "./listeners.js"
import {
  functionName,
  type ArgsOf,
  type CallableName,
  type MaybeArgs,
  type OptimisticUpdate,
  type ResultOf,
} from "./local-store.js"
import { Offline } from "./offline.js"
import { settingsFrom, type ZerobackClientOptions } from "./options.js"
import { lastingError, QueryStore, type QueryKey, type QueryState } from "./query-store.js"
import { clientClosed } from "./request-errors.js"
import { checkUrl } from "./url.js"

export interface MutationOptions {
  /** Changes results of queries at once, until the mutation's own effects show or it has failed. */
  optimisticUpdate?: OptimisticUpdate
}

/**
 * A live connection to a Zeroback backend: queries that stay up to date, mutations and actions.
 *
 * @example
 * const client = new ZerobackClient("ws://localhost:8788/ws")
 * const stop = client.subscribe("tasks:list", {}, (tasks) => console.log(tasks))
 * await client.mutation("tasks:create", { text: "Buy milk" })
 */
export class ZerobackClient {
  /** The results of all queries; for reading only. */
  readonly queryStore = new QueryStore()
  readonly #connectionChanges = new Listeners<ConnectionState>()
  readonly #offline: Offline | undefined
  readonly #conversation: Conversation
  #initialized: Promise<void> | undefined
  #isClosed = false

  /**
   * @param url - The address of the backend, `wss://host/ws`.
   * @throws ZerobackError `bad_request` when the address is no WebSocket address.
   */
  constructor(url: string, options: ZerobackClientOptions = {}) {
    const address = checkUrl(url)
    this.#offline = options.persistence ? new Offline(address, this.queryStore, options) : undefined
    const stateChanged = (state: ConnectionState) => this.#connectionChanges.tell(state)
    this.#conversation = new Conversation(address, settingsFrom(options), this.queryStore, this.#offline, stateChanged)
    if (!this.#offline) this.#conversation.connection.start()
  }

  /**
   * Shows the results kept by earlier visits, then connects and runs the mutations that those did not finish. Needed
   * only with `persistence`; works offline. Call {@link setAuth} before: what belongs to a user is shown to that user
   * only, once `getToken` has given a token, expired or not.
   */
  init(): Promise<void> {
    this.#initialized ??= this.#restore()
    return this.#initialized
  }

  async #restore(): Promise<void> {
    if (!this.#offline) return
    const { mutations, authentication } = this.#conversation
    await this.#offline.restore(mutations, () => authentication.identity())
    if (!this.#isClosed) this.#conversation.connection.start()
  }

  /** Whether the client can talk to its server right now. */
  get connectionState(): ConnectionState {
    return this.#conversation.connection.state
  }

  /** Calls `listener` after each change of {@link connectionState}, until the function returned is called. */
  onConnectionChange(listener: (state: ConnectionState) => void): () => void {
    return this.#connectionChanges.add(listener)
  }

  /**
   * Keeps the result of a query up to date until the function returned is called.
   *
   * @param ref - A reference, which types the arguments and the result, or a name. So of mutations and actions.
   * @param callback - Called with the result when there is one and after each change of it, optimistic ones included.
   *   It has no place for errors: they are logged, and `getQueryState` has them.
   * @throws ZerobackError `bad_request` when the arguments hold something that is no value.
   */
  subscribe<Ref extends CallableName<"query">>(
    ref: Ref,
    args: ArgsOf<Ref>,
    callback?: (data: ResultOf<Ref>) => void,
  ): () => void {
    const fnName = functionName(ref)
    const key = QueryStore.makeKey(fnName, args)
    const release = this.#conversation.subscriptions.hold(key, fnName, args)
    if (this.#offline && !this.#initialized) console.error("Zeroback: queries wait for client.init()")
    this.#conversation.connection.resume()
    const stopWatching = callback && this.#follow(key, fnName, callback as (data: unknown) => void)
    return () => {
      stopWatching?.()
      release()
    }
  }

  /** Calls `listener` after each change of a query's state, until the function returned is called. */
  watchQuery(key: QueryKey, listener: () => void): () => void {
    return this.queryStore.watch(key, listener)
  }

  /** The result of a query, optimistic updates included; `undefined` while there is none. */
  getQueryResult(key: QueryKey): unknown {
    return this.queryStore.state(key).result
  }

  /** The result, the error and the freshness of a query; the same object until one of them changes. */
  getQueryState(key: QueryKey): QueryState {
    return this.queryStore.state(key)
  }

  /** Whether the server has answered this query in the lifetime of this client. */
  hasServerResult(key: QueryKey): boolean {
    return this.queryStore.state(key).isConfirmed
  }

  /**
   * Runs a mutation. Mutations run one after the other, in the order of their calls, also across reconnects.
   *
   * The promise resolves when the queries of this client show the mutation's effects.
   *
   * @throws ZerobackError with the server's code; `timeout` or `unavailable`, with `data.mayHaveBeenApplied`, when no
   *   answer arrived.
   */
  async mutation<Ref extends CallableName<"mutation">>(
    ref: Ref,
    ...[args, opts]: [...MaybeArgs<Ref>, opts?: MutationOptions]
  ): Promise<ResultOf<Ref>> {
    const fnName = functionName(ref)
    this.#checkOpen(fnName)
    const outcome = this.#conversation.mutations.run(
      fnName,
      args,
      (opts as MutationOptions | undefined)?.optimisticUpdate,
    )
    this.#conversation.connection.resume()
    return outcome as Promise<ResultOf<Ref>>
  }

  /**
   * Runs an action. Actions run side by side and at most once: none is sent again.
   *
   * @throws ZerobackError as {@link mutation} does.
   */
  async action<Ref extends CallableName<"action">>(ref: Ref, ...[args]: MaybeArgs<Ref>): Promise<ResultOf<Ref>> {
    const fnName = functionName(ref)
    this.#checkOpen(fnName)
    const outcome = this.#conversation.actions.run(fnName, args)
    this.#conversation.connection.resume()
    return outcome as Promise<ResultOf<Ref>>
  }

  /**
   * Signs in: each connection presents the token that `getToken` gives. Before another user signs in, call
   * {@link clearAuth}.
   *
   * @param getToken - The same function, given again, speaks for the same user. Asked for each connection, and, with `forceRefresh`, before a JSON Web Token expires, when the
   *   server refuses the token and when it says that the sign-in has ended.
   * @param onChange - Told whether the server has accepted the token. A token that fails is an error, not a sign-out:
   *   queries go on, mutations wait, and `getToken` is asked again after a wait of at most 30 seconds.
   */
  setAuth(getToken: GetToken, onChange?: (state: AuthState) => void): void {
    this.#conversation.authentication.use(getToken, onChange)
    this.#conversation.connection.reopen()
  }

  /** Signs out: discards all results, kept ones too, and rejects the mutations and actions that have not ended. */
  clearAuth(): void {
    this.#conversation.signedOut()
    this.#conversation.connection.reopen()
  }

  /** Ends the connection; requests under way are rejected. The client cannot be used again. */
  close(): void {
    this.#isClosed = true
    this.#conversation.close()
    this.#offline?.close()
    this.#connectionChanges.clear()
  }

  #checkOpen(request: string): void {
    if (this.#isClosed) throw clientClosed(request, false)
  }

  #follow(key: QueryKey, fnName: string, callback: (data: unknown) => void): () => void {
    let last: unknown
    let failure: QueryState["error"]
    const report = () => {
      const state = this.queryStore.state(key)
      const error = lastingError(state)
      if (error && error !== failure) console.error(`Zeroback: the query ${fnName} failed: ${error.message}`)
      failure = error
      if (state.result === last) return
      last = state.result
      callback(last)
    }
    const stop = this.queryStore.watch(key, report)
    let isStopped = false
    // A result that is there already is reported too, but after subscribe has returned.
    queueMicrotask(() => {
      if (!isStopped) tellOne(report, undefined)
    })
    return () => {
      isStopped = true
      stop()
    }
  }
}

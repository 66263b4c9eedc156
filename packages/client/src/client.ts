import { Acknowledgements } from "./acknowledgements.js"
import { Actions } from "./actions.js"
import { Connection, type ConnectionState } from "./connection.js"
import type { OptimisticUpdate } from "./local-store.js"
import { Mutations } from "./mutations.js"
import { Offline } from "./offline.js"
import { settingsFrom, type ZerobackClientOptions } from "./options.js"
import {
  decodeFrame,
  encodeFrame,
  hello,
  type ClientFrame,
  type ErrorBody,
  type HelloAnswer,
  type ServerFrame,
} from "./protocol.js"
import { QueryStore, type QueryKey, type QueryState } from "./query-store.js"
import { clientClosed } from "./request-errors.js"
import { Subscriptions } from "./subscriptions.js"
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
  readonly #connection: Connection
  readonly #subscriptions: Subscriptions
  readonly #mutations: Mutations
  readonly #actions: Actions
  readonly #acknowledgements: Acknowledgements
  readonly #connectionListeners = new Set<(state: ConnectionState) => void>()
  /** The newest commit whose effects on all queries of this client have arrived. */
  #ts = 0
  #protocol: "unknown" | "base" | "session" = "unknown"
  readonly #offline: Offline | undefined
  #initialized: Promise<void> | undefined
  #isClosed = false

  /**
   * @param url - The address of the backend, `wss://host/ws`.
   * @throws ZerobackError `bad_request` when the address is no WebSocket address.
   */
  constructor(url: string, options: ZerobackClientOptions = {}) {
    const settings = settingsFrom(options)
    const send = (frame: ClientFrame) => this.#send(frame)
    this.#subscriptions = new Subscriptions(this.queryStore, send)
    this.#offline = options.persistence ? new Offline(checkUrl(url), this.queryStore, options) : undefined
    this.#mutations = new Mutations(this.queryStore, send, {
      requestTimeoutMs: settings.requestTimeoutMs,
      journal: this.#offline?.journal,
      laneDone: (name) => this.#offline?.laneDone(name),
    })
    this.#actions = new Actions(send, settings.requestTimeoutMs)
    this.#acknowledgements = new Acknowledgements(send)
    this.#connection = new Connection(checkUrl(url), settings, {
      opened: () => this.#opened(),
      received: (text) => this.#received(text),
      dropped: () => this.#dropped(),
      stateChanged: (state) => this.#announce(state),
    })
    if (!this.#offline) this.#connection.start()
  }

  /**
   * Shows the results kept by earlier visits, then connects and runs the mutations that those did not finish. Needed
   * only with `persistence`; works offline.
   */
  init(): Promise<void> {
    this.#initialized ??= this.#restore()
    return this.#initialized
  }

  async #restore(): Promise<void> {
    if (!this.#offline) return
    try {
      await this.#offline.restore(this.#mutations)
    } catch (error) {
      console.error("Zeroback: what earlier visits kept could not be read", error)
    }
    if (!this.#isClosed) this.#connection.start()
  }

  /** Whether the client can talk to its server right now. */
  get connectionState(): ConnectionState {
    return this.#connection.state
  }

  /** Calls `listener` after each change of {@link connectionState}, until the function returned is called. */
  onConnectionChange(listener: (state: ConnectionState) => void): () => void {
    const entry = (state: ConnectionState) => listener(state)
    this.#connectionListeners.add(entry)
    return () => this.#connectionListeners.delete(entry)
  }

  /**
   * Keeps the result of a query up to date until the function returned is called.
   *
   * @param callback - Called with the result when there is one and after each change of it, optimistic ones included.
   * @throws ZerobackError `bad_request` when the arguments hold something that is no value.
   */
  subscribe(fnName: string, args: unknown, callback?: (data: unknown) => void): () => void {
    const key = QueryStore.makeKey(fnName, args)
    const release = this.#subscriptions.hold(key, fnName, args)
    this.#connection.resume()
    const stopWatching = callback && this.#follow(key, callback)
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
  async mutation(fnName: string, args?: unknown, opts?: MutationOptions): Promise<unknown> {
    this.#checkOpen(fnName)
    const outcome = this.#mutations.run(fnName, args, opts?.optimisticUpdate)
    this.#connection.resume()
    return outcome
  }

  /**
   * Runs an action. Actions run side by side and at most once: none is sent again.
   *
   * @throws ZerobackError as {@link mutation} does.
   */
  async action(fnName: string, args?: unknown): Promise<unknown> {
    this.#checkOpen(fnName)
    const outcome = this.#actions.run(fnName, args)
    this.#connection.resume()
    return outcome
  }

  /** Ends the connection; requests under way are rejected. The client cannot be used again. */
  close(): void {
    this.#isClosed = true
    this.#connection.close()
    this.#mutations.close()
    this.#actions.close()
    this.#offline?.close()
    this.#acknowledgements.dropped()
    this.#connectionListeners.clear()
  }

  #checkOpen(request: string): void {
    if (this.#isClosed) throw clientClosed(request, false)
  }

  #follow(key: QueryKey, callback: (data: unknown) => void): () => void {
    let last: unknown
    const report = () => {
      const { result } = this.queryStore.state(key)
      if (result === last) return
      last = result
      callback(result)
    }
    const stop = this.queryStore.watch(key, report)
    let isStopped = false
    // A result that is there already is reported too, but after subscribe has returned.
    queueMicrotask(() => {
      if (!isStopped) report()
    })
    return () => {
      isStopped = true
      stop()
    }
  }

  #announce(state: ConnectionState): void {
    for (const listener of [...this.#connectionListeners]) {
      try {
        listener(state)
      } catch (error) {
        console.error("Zeroback: a listener of the connection failed", error)
      }
    }
  }

  #send(frame: ClientFrame): boolean {
    if (this.#connection.state !== "connected") return false
    this.#connection.send(encodeFrame(frame))
    return true
  }

  #opened(): void {
    this.#protocol = "unknown"
    this.#send(hello(this.#mutations.session))
    this.#subscriptions.sendAll()
    this.#actions.sendWaiting()
  }

  #dropped(): void {
    this.queryStore.change(() => {
      this.#subscriptions.dropped()
      this.#mutations.dropped()
      this.#actions.dropped()
    })
    this.#acknowledgements.dropped()
  }

  #received(text: string): void {
    // One frame is one step: nobody sees a part of it.
    this.queryStore.change(() => {
      const frame = this.#read(text)
      if (!frame) return
      this.#handle(frame)
      if (this.#mutations.areAnyUnshown && this.#subscriptions.areCurrent()) this.#mutations.shownUpTo(this.#ts)
    })
  }

  /** After a frame that cannot be read only a new connection brings the client back in step. */
  #read(text: string): ServerFrame | undefined {
    try {
      return decodeFrame(text)
    } catch (error) {
      console.error("Zeroback: the server sent a frame that cannot be read", error)
      this.#connection.reconnect()
      return undefined
    }
  }

  #handle(frame: ServerFrame): void {
    switch (frame.type) {
      case "result":
        return this.#subscriptions.answered(frame.id, frame.result, frame.hash)
      case "unchanged":
        return this.#subscriptions.unchanged(frame.id, frame.hash)
      case "update":
        return this.#subscriptions.answered(frame.id, frame.result)
      case "updates":
        for (const item of frame.items) this.#subscriptions.updated(item)
        if (frame.ts !== undefined) this.#reached(frame.ts)
        return
      case "mutationResult":
        return this.#mutations.returned(frame.id, frame.result, frame.ts)
      case "actionResult":
        return this.#actions.returned(frame.id, frame.result)
      case "error":
        return frame.id === undefined ? this.#frameRefused(frame) : this.#requestFailed(frame.id, frame)
      case "hello":
        return this.#joined(frame)
      case "reset":
        return this.#subscriptions.sendAll()
      case "authResult":
      case "pong":
        return
    }
  }

  #joined(answer: HelloAnswer): void {
    // Of later answers on the socket, to other sessions, some transitions may still be on their way. Of the first one
    // the queries are; and it counts even when smaller, for the server may have been restored to an earlier state.
    if (this.#protocol === "unknown") this.#ts = answer.ts
    this.#protocol = "session"
    this.#acknowledgements.joined(answer.capabilities)
    this.#mutations.joined(answer)
  }

  #reached(ts: number): void {
    this.#ts = ts
    this.#acknowledgements.processed(ts)
  }

  #requestFailed(id: string, error: ErrorBody): void {
    this.#subscriptions.failed(id, error)
    this.#mutations.failed(id, error)
    this.#actions.failed(id, error)
  }

  #frameRefused(error: ErrorBody): void {
    if (this.#protocol === "unknown") {
      // The first frame was `hello`, which a server of the base protocol does not know.
      this.#protocol = "base"
      this.#mutations.fellBack()
    } else {
      console.error(`Zeroback: the server could not read a frame of this client: ${error.message}`)
    }
  }
}

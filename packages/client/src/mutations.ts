import { valueToJson, type ZerobackError } from "@zeroback/values"
import { backoffMillis } from "./backoff.js"
import { Deadline } from "./deadline.js"
import { deferred, type Deferred } from "./deferred.js"
import type { OptimisticUpdate } from "./local-store.js"
import type { Layer } from "./optimistic-layers.js"
import { errorFrom, type ErrorBody, type HelloAnswer, type JsonTree, type SendFrame } from "./protocol.js"
import type { QueryStore } from "./query-store.js"
import { clientClosed, connectionLost, sessionLost, timedOut } from "./request-errors.js"
import { Session } from "./session.js"

interface PendingMutation {
  readonly id: string
  readonly fn: string
  readonly args: JsonTree
  readonly layer: Layer | undefined
  readonly outcome: Deferred<unknown>
  readonly deadline: Deadline
  /** The number in the session; stays the same when the mutation is sent again. */
  seq: number | undefined
  wasSent: boolean
  conflicts: number
}

/** A mutation that the server has applied, until this client shows its effects. */
interface AppliedMutation extends PendingMutation {
  readonly result: unknown
  readonly ts: number
}

/** What the current socket allows: nothing until the protocol is agreed on, mutations with or without a session. */
type Mode = "closed" | "base" | "session"

const CONFLICT_RETRIES = 5
const CONFLICT_BACKOFF = { baseMs: 50, maxMs: 1000 }

/**
 * The mutations of a client, run one after the other in the order of their calls.
 *
 * In a session a mutation whose answer was lost is sent again under its number. Its promise settles, and its
 * optimistic update goes, in the step in which its effects show.
 */
export class Mutations {
  readonly session = new Session()
  readonly #queue: PendingMutation[] = []
  readonly #applied: AppliedMutation[] = []
  readonly #store: QueryStore
  readonly #send: SendFrame
  readonly #timeoutMs: number
  readonly #retry = new Deadline()
  #mode: Mode = "closed"
  /** The head of the queue, while it runs on the current socket or waits to be tried again. */
  #running: PendingMutation | undefined
  #lastId = 0

  constructor(store: QueryStore, send: SendFrame, timeoutMs: number) {
    this.#store = store
    this.#send = send
    this.#timeoutMs = timeoutMs
  }

  run(fn: string, args: unknown, optimisticUpdate?: OptimisticUpdate): Promise<unknown> {
    const encoded = valueToJson(args ?? {}, "args")
    const mutation: PendingMutation = {
      id: `m${++this.#lastId}`,
      fn,
      args: encoded,
      layer: optimisticUpdate && this.#store.addLayer(optimisticUpdate),
      outcome: deferred(),
      deadline: new Deadline(),
      seq: undefined,
      wasSent: false,
      conflicts: 0,
    }
    this.#queue.push(mutation)
    this.#restartDeadline(mutation)
    this.#advance()
    return mutation.outcome.promise
  }

  /** The server speaks protocol 2 and has said what it knows of the session. */
  joined(answer: HelloAnswer): void {
    const isResumable = this.session.resume(answer)
    for (const mutation of this.#queue.filter(({ seq }) => seq !== undefined && !isResumable)) {
      this.#reject(mutation, sessionLost(mutation.fn))
    }
    this.#enter("session")
  }

  /** The server speaks the base protocol. */
  fellBack(): void {
    for (const mutation of this.#queue.filter(({ seq }) => seq !== undefined)) {
      this.#reject(mutation, sessionLost(mutation.fn))
    }
    this.#enter("base")
  }

  dropped(): void {
    this.#mode = "closed"
    this.#retry.cancel()
    const running = this.#running
    this.#running = undefined
    // Without a session nobody could tell a second run from the first.
    if (running?.wasSent && running.seq === undefined) this.#reject(running, connectionLost(running.fn))
  }

  /** The server has applied a mutation; without `ts`, all its effects have been delivered. */
  returned(id: string, result: unknown, ts: number | undefined): void {
    const mutation = this.#queue[0]
    if (mutation?.id !== id) return
    if (mutation.seq !== undefined) this.session.applied()
    this.#leaveQueue(mutation)
    if (ts === undefined) {
      this.#settle(mutation, () => mutation.outcome.resolve(result))
    } else {
      this.#applied.push({ ...mutation, result, ts })
    }
    this.#advance()
  }

  /** Whether there are mutations that the server has applied and this client does not show yet. */
  get areAnyUnshown(): boolean {
    return this.#applied.length > 0
  }

  /** This client shows everything up to `ts`. */
  shownUpTo(ts: number): void {
    while (this.#applied[0] && this.#applied[0].ts <= ts) this.#resolveApplied(this.#applied[0])
  }

  failed(id: string, error: ErrorBody): void {
    const mutation = this.#queue[0]
    if (mutation?.id !== id) return
    if (error.code === "conflict" && mutation.conflicts < CONFLICT_RETRIES) {
      this.#retryLater(mutation)
    } else {
      this.#reject(mutation, errorFrom(error))
      this.#advance()
    }
  }

  close(): void {
    this.#mode = "closed"
    this.#retry.cancel()
    for (const mutation of [...this.#applied]) this.#resolveApplied(mutation)
    for (const mutation of [...this.#queue]) this.#reject(mutation, clientClosed(mutation.fn, mutation.wasSent))
  }

  #enter(mode: Mode): void {
    this.#mode = mode
    this.#advance()
  }

  /** Sends the head of the queue unless it is running. */
  #advance(): void {
    const mutation = this.#queue[0]
    if (!mutation || this.#running || this.#mode === "closed") return
    if (this.#mode === "session") mutation.seq ??= this.session.nextSeq()
    const { id, fn, args, seq } = mutation
    // One at a time: when a mutation is sent, the outcomes of all before it have arrived.
    if (!this.#send({ type: "mutation", id, fn, args, ...(seq === undefined ? {} : { seq, ack: seq - 1 }) })) return
    this.#running = mutation
    if (mutation.wasSent) return
    mutation.wasSent = true
    this.#restartDeadline(mutation)
  }

  #retryLater(mutation: PendingMutation): void {
    const delay = backoffMillis(mutation.conflicts++, CONFLICT_BACKOFF, Math.random())
    this.#retry.set(delay, () => {
      this.#running = undefined
      this.#advance()
    })
  }

  #restartDeadline(mutation: PendingMutation): void {
    mutation.deadline.set(this.#timeoutMs, () => {
      const applied = this.#applied.find(({ id }) => id === mutation.id)
      if (applied) return this.#resolveApplied(applied)
      this.#reject(mutation, timedOut(mutation.fn, this.#timeoutMs, mutation.wasSent))
      this.#advance()
    })
  }

  #resolveApplied(mutation: AppliedMutation): void {
    this.#applied.splice(this.#applied.indexOf(mutation), 1)
    this.#settle(mutation, () => mutation.outcome.resolve(mutation.result))
  }

  #reject(mutation: PendingMutation, error: ZerobackError): void {
    this.#leaveQueue(mutation)
    this.#settle(mutation, () => mutation.outcome.reject(error))
  }

  #leaveQueue(mutation: PendingMutation): void {
    this.#queue.splice(this.#queue.indexOf(mutation), 1)
    if (this.#running !== mutation) return
    this.#running = undefined
    this.#retry.cancel()
  }

  #settle(mutation: PendingMutation, settle: () => void): void {
    mutation.deadline.cancel()
    if (mutation.layer) this.#store.removeLayer(mutation.layer)
    settle()
  }
}

import { valueToJson, type ZerobackError } from "@zeroback/values"
import { backoffMillis } from "./backoff.js"
import { Deadline } from "./deadline.js"
import type { OptimisticUpdate } from "./local-store.js"
import type { MutationJournal } from "./mutation-journal.js"
import { Lane, type PendingMutation } from "./pending-mutation.js"
import { errorFrom, hello, type ErrorBody, type HelloAnswer, type SendFrame } from "./protocol.js"
import type { QueryStore } from "./query-store.js"
import { clientClosed, connectionLost, sessionLost, signedOut, timedOut } from "./request-errors.js"
import { Session } from "./session.js"
import { UnshownMutations } from "./unshown-mutations.js"

export interface MutationsSettings {
  readonly requestTimeoutMs: number
  /** Where mutations are written down before they are sent; without one they end with the page. */
  readonly journal?: MutationJournal | undefined
  /** A lane that an earlier page left has been worked off. */
  laneDone?(name: string): void
}

/** What the current socket allows: nothing until the protocol is agreed on, mutations with or without a session. */
type Mode = "closed" | "base" | "session"

const CONFLICT_RETRIES = 5
const CONFLICT_BACKOFF = { baseMs: 50, maxMs: 1000 }
/** Servers forget a session 30 days after its last mutation; one that is unknown and younger was never used. */
const SESSION_MEMORY_MS = 25 * 24 * 60 * 60 * 1000

/**
 * The mutations of a client, run one after the other in the order of their calls.
 *
 * In a session a mutation whose answer was lost is sent again under its number. Its promise settles, and its
 * optimistic update goes, in the step in which its effects show.
 */
export class Mutations {
  /** This page's lane is the last; those before it were left by earlier pages and run first. */
  readonly #lanes: Lane[] = []
  readonly #own = new Lane(new Session())
  readonly #unshown = new UnshownMutations()
  readonly #store: QueryStore
  readonly #send: SendFrame
  readonly #settings: MutationsSettings
  readonly #retry = new Deadline()
  #mode: Mode = "closed"
  /** The head of the queue, while it runs on the current socket or waits to be tried again. */
  #running: PendingMutation | undefined
  /** The head of the queue, while it is being written down as sent. */
  #journalling: PendingMutation | undefined
  #lastId = 0

  constructor(store: QueryStore, send: SendFrame, settings: MutationsSettings) {
    this.#store = store
    this.#send = send
    this.#settings = settings
    this.#lanes.push(this.#own)
  }

  /** The session to open next. */
  get session(): string {
    return this.#lane.session.id
  }

  /** The name under which this page keeps its mutations. */
  get ownLane(): string {
    return this.#own.name
  }

  /** Whether there are mutations that the server has applied and this client does not show yet. */
  get areAnyUnshown(): boolean {
    return this.#unshown.areAny
  }

  get #lane(): Lane {
    return this.#lanes[0] ?? this.#own
  }

  run(fn: string, args: unknown, optimisticUpdate?: OptimisticUpdate): Promise<unknown> {
    const encoded = valueToJson(args ?? {}, "args")
    const layer = optimisticUpdate && this.#store.addLayer(optimisticUpdate)
    const mutation = this.#own.enqueue(this.nextId(), fn, encoded, layer)
    this.#advance()
    if (!mutation.sent) this.#wait(mutation)
    return mutation.outcome.promise
  }

  nextId(): string {
    return `m${++this.#lastId}`
  }

  /** Runs what an earlier page left before anything of this one; before the first socket opens. */
  takeOver(lane: Lane): void {
    this.#lanes.splice(-1, 0, lane)
  }

  /** The server speaks protocol 2 and has said what it knows of the session. */
  joined(answer: HelloAnswer): void {
    const { session, queue } = this.#lane
    const isResumable = session.resume(answer)
    const youngest = Date.now() - SESSION_MEMORY_MS
    for (const mutation of [...queue]) {
      const { sent } = mutation
      if (!sent || (isResumable && sent.session === session.id && (answer.known || sent.atMillis > youngest))) continue
      this.#reject(mutation, sessionLost(mutation.fn))
    }
    this.#enter("session")
  }

  /** The server speaks the base protocol. */
  fellBack(): void {
    for (const mutation of this.#lanes.flatMap(({ queue }) => queue)) {
      if (mutation.sent) this.#reject(mutation, sessionLost(mutation.fn))
    }
    this.#enter("base")
  }

  dropped(): void {
    this.#mode = "closed"
    this.#retry.cancel()
    const running = this.#running
    this.#running = undefined
    // Without a session nobody could tell a second run from the first.
    if (running?.sent?.seq === 0) this.#reject(running, connectionLost(running.fn))
    else if (this.#settings.journal) running?.deadline.cancel()
  }

  /** The server has applied a mutation; without `ts`, all its effects have been delivered. */
  returned(id: string, result: unknown, ts: number | undefined): void {
    const mutation = this.#lane.queue[0]
    if (mutation?.id !== id) return
    if (this.#mode === "session") this.#lane.session.applied()
    this.#leaveQueue(mutation)
    const resolve = () => this.#settle(mutation, () => mutation.outcome.resolve(result))
    if (ts === undefined) resolve()
    else this.#unshown.add(mutation, ts, resolve)
    this.#advance()
  }

  /** This client shows everything up to `ts`. */
  shownUpTo(ts: number): void {
    this.#unshown.shownUpTo(ts)
  }

  failed(id: string, error: ErrorBody): void {
    const mutation = this.#lane.queue[0]
    if (mutation?.id !== id) return
    if (error.code === "conflict" && mutation.conflicts < CONFLICT_RETRIES) {
      this.#retryLater(mutation)
    } else {
      this.#reject(mutation, errorFrom(error))
      this.#advance()
    }
  }

  /** Rejects what has no outcome yet: the user whose mutations they are is gone. */
  abandon(): void {
    this.#abandon(this.#lanes)
  }

  /** Rejects what earlier pages left: it was for another user. Before the first session is opened. */
  abandonEarlier(): void {
    const lanes = this.#lanes.splice(0, this.#lanes.length - 1)
    this.#abandon(lanes)
    for (const lane of lanes) this.#settings.laneDone?.(lane.name)
  }

  /** Rejects what is under way; what is written down stays so. */
  close(): void {
    this.#mode = "closed"
    this.#retry.cancel()
    this.#unshown.giveUpAll()
    for (const { queue } of this.#lanes) {
      for (const mutation of queue.splice(0)) {
        const error = clientClosed(mutation.fn, mutation.sent !== undefined, this.#settings.journal !== undefined)
        this.#settle(mutation, () => mutation.outcome.reject(error))
      }
    }
  }

  #abandon(lanes: readonly Lane[]): void {
    for (const { queue } of lanes) {
      for (const mutation of [...queue]) this.#reject(mutation, signedOut(mutation.fn, mutation.sent !== undefined))
    }
  }

  #enter(mode: Mode): void {
    this.#mode = mode
    this.#advance()
  }

  /** Sends the head of the queue unless it is running. */
  #advance(): void {
    if (this.#mode === "closed" || this.#running) return
    if (this.#lane !== this.#own && this.#lane.queue.length === 0) return this.#nextLane()
    const mutation = this.#lane.queue[0]
    if (!mutation) return
    const isFirstTime = mutation.sent === undefined
    mutation.sent ??= this.#numbered()
    const { journal } = this.#settings
    if (journal && !mutation.isJournalled) return this.#journalFirst(mutation, journal)
    if (!this.#sendHead(mutation, mutation.sent.seq)) return
    this.#running = mutation
    if (isFirstTime || journal) this.#restartDeadline(mutation)
  }

  #numbered(): NonNullable<PendingMutation["sent"]> {
    const atMillis = Date.now()
    if (this.#mode === "base") return { session: "", seq: 0, atMillis }
    const { session } = this.#lane
    return { session: session.id, seq: session.nextSeq(), atMillis }
  }

  #sendHead({ id, fn, args }: PendingMutation, seq: number): boolean {
    // One at a time: when a mutation is sent, the outcomes of all before it have arrived.
    return this.#send({ type: "mutation", id, fn, args, ...(seq === 0 ? {} : { seq, ack: seq - 1 }) })
  }

  /** The lane of an earlier page is empty: the next one has a session of its own. */
  #nextLane(): void {
    const done = this.#lanes.shift()
    if (done) this.#settings.laneDone?.(done.name)
    if (this.#mode === "base") return this.#advance()
    this.#mode = "closed"
    this.#send(hello(this.session))
  }

  /** A mutation that is written down waits for a connection as long as it takes. */
  #wait(mutation: PendingMutation): void {
    if (this.#settings.journal) void this.#settings.journal.write(mutation.record)
    else this.#restartDeadline(mutation)
  }

  #journalFirst(mutation: PendingMutation, journal: MutationJournal): void {
    if (this.#journalling === mutation) return
    this.#journalling = mutation
    void journal.write(mutation.record).then(() => {
      this.#journalling = undefined
      mutation.isJournalled = true
      this.#advance()
    })
  }

  #retryLater(mutation: PendingMutation): void {
    const delay = backoffMillis(mutation.conflicts++, CONFLICT_BACKOFF, Math.random())
    this.#retry.set(delay, () => {
      this.#running = undefined
      this.#advance()
    })
  }

  #restartDeadline(mutation: PendingMutation): void {
    const { requestTimeoutMs } = this.#settings
    mutation.deadline.set(requestTimeoutMs, () => {
      if (this.#unshown.giveUp(mutation)) return
      this.#reject(mutation, timedOut(mutation.fn, requestTimeoutMs, mutation.sent !== undefined))
      this.#advance()
    })
  }

  #reject(mutation: PendingMutation, error: ZerobackError): void {
    this.#leaveQueue(mutation)
    this.#settle(mutation, () => mutation.outcome.reject(error))
  }

  #leaveQueue(mutation: PendingMutation): void {
    const lane = this.#lanes.find(({ queue }) => queue.includes(mutation))
    lane?.queue.splice(lane.queue.indexOf(mutation), 1)
    void this.#settings.journal?.remove(mutation.record)
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

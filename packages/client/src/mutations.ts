import type { ZerobackError } from "@zeroback/values"
import { encodeArgs } from "./encoded-args.js"
import { InFlight } from "./in-flight.js"
import { Lanes, type Lane } from "./lanes.js"
import type { OptimisticUpdate } from "./local-store.js"
import type { MutationJournal } from "./mutation-journal.js"
import type { PendingMutation } from "./pending-mutation.js"
import { errorFrom, hello, type ErrorBody, type HelloAnswer, type SendFrame } from "./protocol.js"
import type { QueryStore } from "./query-store.js"
import { clientClosed, connectionLost, sessionLost, signedOut, timedOut } from "./request-errors.js"
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

/** How often a mutation that did not run is sent again on its socket. */
const MOST_REPEATS = 5
/** How many connections may end one after the other while the same mutation is the first one under way. */
const MOST_DROPS = 8
/** From this many drops on it goes alone, so that those before and behind the one that ends connections get through. */
const SUSPICIOUS_DROPS = 2
/** Servers forget a session 30 days after its last mutation; one that is unknown and younger was never used. */
const SESSION_MEMORY_MS = 25 * 24 * 60 * 60 * 1000

/**
 * The mutations of a client, run one after the other in the order of their calls.
 *
 * In a session several are in flight at a time, always the first ones of the queue; one whose answer was lost is sent
 * again under its number. A mutation's promise settles, and its optimistic update goes, in the step in which its
 * effects show.
 */
export class Mutations {
  readonly #lanes = new Lanes()
  readonly #unshown = new UnshownMutations()
  readonly #store: QueryStore
  readonly #send: SendFrame
  readonly #settings: MutationsSettings
  readonly #inFlight = new InFlight(() => this.#advance())
  #mode: Mode = "closed"
  /** Whether the server runs nothing for this client before it has signed in again. */
  #isSignInAwaited = false
  /** The next one to send, while it is being written down as sent. */
  #journalling: PendingMutation | undefined
  #lastId = 0

  constructor(store: QueryStore, send: SendFrame, settings: MutationsSettings) {
    this.#store = store
    this.#send = send
    this.#settings = settings
  }

  /** The session to open next. */
  get session(): string {
    return this.#lanes.current.session.id
  }

  /** The name under which this page keeps its mutations. */
  get ownLane(): string {
    return this.#lanes.own.name
  }

  /** Whether there are mutations that the server has applied and this client does not show yet. */
  get areAnyUnshown(): boolean {
    return this.#unshown.areAny
  }

  get #queue(): PendingMutation[] {
    return this.#lanes.current.queue
  }

  /** Whether one mutation is sent at a time. Without numbers, one that failed could not be told from those after it. */
  get #goAlone(): boolean {
    return this.#mode === "base" || (this.#queue[0]?.drops ?? 0) >= SUSPICIOUS_DROPS
  }

  run(fn: string, args: unknown, optimisticUpdate?: OptimisticUpdate): Promise<unknown> {
    const encoded = encodeArgs(fn, args)
    const layer = optimisticUpdate && this.#store.addLayer(optimisticUpdate)
    const mutation = this.#lanes.own.enqueue(this.nextId(), fn, encoded, layer)
    this.#advance()
    if (!mutation.sent) this.#wait(mutation)
    return mutation.outcome.promise
  }

  nextId(): string {
    return `m${++this.#lastId}`
  }

  /** Writes down again what this page has not finished: whose it is has become known. */
  keepAgain(): void {
    for (const { record } of this.#lanes.own.queue) void this.#settings.journal?.write(record)
  }

  /** Runs what an earlier page left before anything of this one; while no session is open. */
  takeOver(lane: Lane): void {
    this.#lanes.takeOver(lane)
  }

  /** The server speaks protocol 2 and has said what it knows of the session. */
  joined(answer: HelloAnswer): void {
    const { session, queue } = this.#lanes.current
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
    for (const mutation of this.#lanes.all.flatMap(({ queue }) => queue)) {
      if (mutation.sent) this.#reject(mutation, sessionLost(mutation.fn))
    }
    this.#enter("base")
  }

  /** The socket has its identity. */
  signedIn(): void {
    this.#isSignInAwaited = false
    this.#advance()
  }

  dropped(): void {
    this.#mode = "closed"
    const [first] = this.#queue
    for (const mutation of this.#inFlight.drop()) {
      // Without a session nobody could tell a second run from the first.
      if (mutation.sent?.seq === 0) {
        this.#reject(mutation, connectionLost(mutation.fn))
        continue
      }
      if (this.#settings.journal) mutation.deadline.cancel()
      if (mutation === first) this.#countDrop(mutation)
    }
  }

  /** A connection has ended while this mutation was the first one under way, perhaps because of it. */
  #countDrop(mutation: PendingMutation): void {
    const { journal, requestTimeoutMs } = this.#settings
    // Drops may come from an outage, so they count only against one whose time has passed.
    const isOverdue = Date.now() - (mutation.sent?.atMillis ?? 0) >= requestTimeoutMs
    if (++mutation.drops >= MOST_DROPS && isOverdue) this.#reject(mutation, connectionLost(mutation.fn))
    else void journal?.write(mutation.record)
  }

  /** The server has applied a mutation; without `ts`, all its effects have been delivered. */
  returned(id: string, result: unknown, ts: number | undefined): void {
    const mutation = this.#inFlight.find(id)
    if (!mutation) return
    if (this.#mode === "session") this.#lanes.current.session.applied()
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

  /** A new connection begins with the state as of `ts`. */
  countedFrom(ts: number): void {
    this.#unshown.countedFrom(ts)
  }

  /** @param isRenewed - Whether the mutation did not run because the sign-in has ended, and there will be a new one. */
  failed(id: string, error: ErrorBody, isRenewed: boolean): void {
    const mutation = this.#inFlight.find(id)
    if (!mutation) return
    if ((isRenewed || error.code === "conflict") && mutation.repeats < MOST_REPEATS) {
      this.#isSignInAwaited ||= isRenewed
      // One that is written down waits for a sign-in as long as it takes.
      if (this.#isSignInAwaited && this.#settings.journal) mutation.deadline.cancel()
      this.#inFlight.hold()
      this.#inFlight.remove(mutation, this.#queue)
    } else {
      this.#reject(mutation, errorFrom(error))
      this.#advance()
    }
  }

  /** Rejects what has no outcome yet: the user whose mutations they are is gone. */
  abandon(): void {
    this.#unshown.giveUpAll()
    for (const mutation of this.#lanes.all.flatMap(({ queue }) => queue)) {
      this.#reject(mutation, signedOut(mutation.fn, mutation.sent !== undefined))
    }
  }

  /** Rejects what is under way; what is written down stays so. */
  close(): void {
    this.#mode = "closed"
    this.#inFlight.drop()
    this.#unshown.giveUpAll()
    for (const { queue } of this.#lanes.all) {
      for (const mutation of queue.splice(0)) {
        const isKept = this.#settings.journal?.keeps(mutation.record)
        const error = clientClosed(mutation.fn, mutation.sent !== undefined, isKept)
        this.#settle(mutation, () => mutation.outcome.reject(error))
      }
    }
  }

  #enter(mode: Mode): void {
    this.#mode = mode
    this.#advance()
  }

  /** Sends the next ones, as many as may be in flight. */
  #advance(): void {
    while (this.#mode !== "closed" && !this.#isSignInAwaited && this.#inFlight.hasRoom(this.#goAlone)) {
      const next = this.#queue[this.#inFlight.count]
      if (this.#queue.length === 0 && this.#lanes.areAnyEarlier) return this.#nextLane()
      if (!next || !this.#sendNext(next)) return
    }
  }

  /** @returns whether it was sent. */
  #sendNext(mutation: PendingMutation): boolean {
    const isFirstTime = mutation.sent === undefined
    mutation.sent ??= this.#numbered()
    const { journal } = this.#settings
    if (journal && !mutation.isJournalled) {
      this.#journalFirst(mutation, journal)
      return false
    }
    const { id, fn, args, sent } = mutation
    // Everything before the first mutation of the queue has its outcome.
    const ack = (this.#queue[0]?.sent?.seq ?? sent.seq) - 1
    if (!this.#send({ type: "mutation", id, fn, args, ...(sent.seq === 0 ? {} : { seq: sent.seq, ack }) })) return false
    this.#inFlight.add(mutation)
    if (isFirstTime || journal) this.#restartDeadline(mutation)
    return true
  }

  #numbered(): NonNullable<PendingMutation["sent"]> {
    const atMillis = Date.now()
    if (this.#mode === "base") return { session: "", seq: 0, atMillis }
    const { session } = this.#lanes.current
    return { session: session.id, seq: session.nextSeq(), atMillis }
  }

  /** The lane of an earlier page is empty: the next one has a session of its own. */
  #nextLane(): void {
    this.#settings.laneDone?.(this.#lanes.next().name)
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
    this.#lanes.remove(mutation)
    void this.#settings.journal?.remove(mutation.record)
    this.#inFlight.remove(mutation, this.#queue)
  }

  #settle(mutation: PendingMutation, settle: () => void): void {
    mutation.deadline.cancel()
    if (mutation.layer) this.#store.removeLayer(mutation.layer)
    settle()
  }
}

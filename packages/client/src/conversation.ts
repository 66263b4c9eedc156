import { Acknowledgements } from "./acknowledgements.js"
import { Actions } from "./actions.js"
import { Authentication } from "./authentication.js"
import { Connection, type ConnectionState } from "./connection.js"
import { Mutations } from "./mutations.js"
import type { Offline } from "./offline.js"
import type { Settings } from "./options.js"
import {
  decodeFrames,
  encodeFrame,
  hello,
  type ClientFrame,
  type ErrorBody,
  type HelloAnswer,
  type ServerFrame,
} from "./protocol.js"
import type { QueryStore } from "./query-store.js"
import { clientClosed, signedOut } from "./request-errors.js"
import { Subscriptions } from "./subscriptions.js"

/** What client and server say to each other, socket after socket: who sends what when, and who hears which answer. */
export class Conversation {
  readonly connection: Connection
  readonly subscriptions: Subscriptions
  readonly mutations: Mutations
  readonly actions: Actions
  readonly authentication: Authentication
  readonly #store: QueryStore
  readonly #offline: Offline | undefined
  readonly #acknowledgements: Acknowledgements
  /** The newest commit whose effects on all queries of this client have arrived. */
  #ts = 0
  #protocol: "unknown" | "base" | "session" = "unknown"
  /** The sessions proposed by each `hello` that is not answered; `undefined` where none was. */
  #greetings: (string | undefined)[] = []
  /** Whether the frame before said that the identity has ended; `authResult` says so again. */
  #isExpiryTold = false
  /** Whether queries and actions may be sent: the socket has an identity, or goes on without one for now. */
  #isAdmitted = false
  /** Whether the socket has its identity, to which the session belongs. */
  #isSessionOpen = false

  constructor(
    url: string,
    settings: Settings,
    store: QueryStore,
    offline: Offline | undefined,
    stateChanged: (state: ConnectionState) => void,
  ) {
    const send = (frame: ClientFrame) => this.#send(frame)
    const request = (frame: ClientFrame) => this.#isAdmitted && this.#send(frame)
    this.#store = store
    this.#offline = offline
    this.subscriptions = new Subscriptions(store, request)
    this.mutations = new Mutations(store, request, {
      requestTimeoutMs: settings.requestTimeoutMs,
      journal: offline?.journal,
      laneDone: (name) => offline?.laneDone(name),
    })
    this.actions = new Actions(request, settings.requestTimeoutMs)
    this.#acknowledgements = new Acknowledgements(send)
    this.authentication = new Authentication(send, {
      presenting: async (identity, isSuccessor) => {
        if (!(await offline?.presenting(this.mutations, identity, isSuccessor))) return
        this.#forgetUser()
        // What this socket was asked it answers for the user before.
        if (this.#isAdmitted) this.connection.reopen()
      },
      settled: () => this.#identified(),
      refused: () => this.#signInRefused(),
      ended: () => this.connection.reopen(),
    })
    this.connection = new Connection(url, settings, {
      opened: () => this.#opened(),
      received: (text) => this.#received(text),
      dropped: () => this.#dropped(),
      stateChanged,
    })
  }

  /** Nobody is signed in any more: drops all results, and the requests that have not run. */
  signedOut(): void {
    this.authentication.use(undefined)
    this.#offline?.signedOut()
    this.#forgetUser()
  }

  close(): void {
    this.connection.close()
    this.authentication.dropped()
    this.subscriptions.dropped()
    this.mutations.close()
    this.actions.abandon(clientClosed)
    this.#acknowledgements.dropped()
  }

  #forgetUser(): void {
    this.#offline?.forget()
    this.#store.change(() => this.#store.forgetResults())
    this.mutations.abandon()
    this.actions.abandon(signedOut)
  }

  #send(frame: ClientFrame): boolean {
    if (this.connection.state !== "connected") return false
    if (frame.type === "hello") this.#greetings.push(frame.session)
    this.connection.send(encodeFrame(frame))
    return true
  }

  #opened(): void {
    this.#protocol = "unknown"
    this.#greetings = []
    if (this.authentication.isWanted) {
      // A session belongs to an identity, so its turn comes after signing in.
      this.#send(hello())
      this.authentication.begin()
    } else {
      this.#identified()
    }
  }

  #identified(): void {
    const isFirst = !this.#isSessionOpen
    this.#isSessionOpen = true
    if (isFirst && this.#protocol !== "base") this.#send(hello(this.mutations.session))
    this.#admit()
    if (isFirst && this.#protocol === "base") this.mutations.fellBack()
    this.subscriptions.signedIn()
    this.mutations.signedIn()
  }

  #signInRefused(): void {
    this.#store.change(() => this.subscriptions.signInFailed())
    this.#admit()
    this.#settleShown()
  }

  #admit(): void {
    if (this.#isAdmitted) return
    this.#isAdmitted = true
    this.subscriptions.sendAll()
    this.actions.sendWaiting()
  }

  #dropped(): void {
    this.#isAdmitted = false
    this.#isSessionOpen = false
    this.#store.change(() => {
      this.subscriptions.dropped()
      this.mutations.dropped()
      this.actions.dropped()
    })
    this.authentication.dropped()
    this.#acknowledgements.dropped()
  }

  #received(text: string): void {
    this.#acknowledgements.arrived(text.length)
    // One message is one step: nobody sees a part of it.
    this.#store.change(() => {
      this.#read(text)
      this.#settleShown()
    })
  }

  /** Settles the mutations whose effects show: not before this socket has been asked for what is shown. */
  #settleShown(): void {
    const { mutations, subscriptions } = this
    if (mutations.areAnyUnshown && this.#isAdmitted && subscriptions.areCurrent()) mutations.shownUpTo(this.#ts)
  }

  /** After a message that cannot be read, or is not what it should be, only a new connection brings the client back in step. */
  #read(text: string): void {
    try {
      for (const frame of decodeFrames(text)) {
        // A frame may have ended the connection that the others came by.
        if (this.connection.state === "connected") this.#handle(frame)
      }
    } catch (error) {
      console.error("Zeroback: the server sent a frame that cannot be read", error)
      this.connection.reconnect()
    }
  }

  #handle(frame: ServerFrame): void {
    switch (frame.type) {
      case "result":
        return this.subscriptions.answered(frame.id, frame.result, frame.hash)
      case "unchanged":
        return this.subscriptions.unchanged(frame.id, frame.hash)
      case "update":
        return this.subscriptions.answered(frame.id, frame.result)
      case "updates":
        for (const item of frame.items) {
          if (item.error?.code === "unauthenticated") this.authentication.expired()
          this.subscriptions.updated(item, this.authentication.isUnderWay)
        }
        if (frame.ts !== undefined) this.#reached(frame.ts)
        return
      case "mutationResult":
        return this.mutations.returned(frame.id, frame.result, frame.ts)
      case "actionResult":
        return this.actions.returned(frame.id, frame.result)
      case "error":
        return frame.id === undefined ? this.#frameRefused(frame) : this.#requestFailed(frame.id, frame)
      case "hello":
        return this.#greeted(frame)
      case "authResult":
        return this.#authenticated(frame.ok, frame.error)
      case "reset":
        return this.subscriptions.sendAll()
      case "pong":
        return
    }
  }

  #greeted(answer: HelloAnswer): void {
    this.#acknowledgements.joined(answer.capabilities)
    // Of later answers on the socket, to other sessions, some transitions may still be on their way. Of the first one
    // the queries are; and it counts even when smaller, for the server may have been restored to an earlier state.
    if (this.#protocol === "unknown") {
      this.connection.established()
      this.#ts = answer.ts
      this.mutations.countedFrom(answer.ts)
    }
    this.#protocol = "session"
    // The answer to a greeting without a session, before signing in, is nobody's.
    if (this.#greetings.shift() !== undefined) this.mutations.joined(answer)
  }

  #reached(ts: number): void {
    this.#ts = ts
    this.#acknowledgements.processed(ts)
  }

  #requestFailed(id: string, error: ErrorBody): void {
    this.#isExpiryTold = error.code === "unauthenticated"
    const isRenewed = this.#isExpiryTold && this.authentication.expired()
    this.subscriptions.failed(id, error, this.authentication.isUnderWay)
    this.subscriptions.refused(id, error)
    this.mutations.failed(id, error, isRenewed)
    this.actions.failed(id, error)
  }

  #authenticated(isAccepted: boolean, reason: string | undefined): void {
    const isUnasked = this.#isExpiryTold && !isAccepted
    this.#isExpiryTold = false
    if (!isUnasked) this.authentication.answered(isAccepted, reason)
  }

  #frameRefused(error: ErrorBody): void {
    if (this.#greetings.length > 0) {
      this.#greetingRefused(error)
    } else if (this.authentication.isAwaited) {
      this.authentication.answered(false, error.message)
    } else {
      console.error(`Zeroback: the server could not read a frame: ${error.message}`)
    }
  }

  #greetingRefused(error: ErrorBody): void {
    if (this.#protocol === "session" || error.code !== "bad_request") {
      // What waits for an outcome waits for a server that can be talked to.
      console.error(`Zeroback: the server cannot serve now: ${error.message}`)
      return this.connection.reconnect()
    }
    // A server of the base protocol does not know `hello`.
    this.#greetings.shift()
    this.#protocol = "base"
    this.connection.established()
    if (this.#isSessionOpen) this.mutations.fellBack()
  }
}

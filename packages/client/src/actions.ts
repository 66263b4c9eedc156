import type { ZerobackError } from "@zeroback/values"
import { Deadline } from "./deadline.js"
import { deferred, type Deferred } from "./deferred.js"
import { encodeArgs } from "./encoded-args.js"
import { errorFrom, type ErrorBody, type JsonTree, type SendFrame } from "./protocol.js"
import { connectionLost, timedOut } from "./request-errors.js"

interface PendingAction {
  readonly id: string
  readonly fn: string
  readonly args: JsonTree
  readonly outcome: Deferred<unknown>
  readonly deadline: Deadline
  wasSent: boolean
}

/**
 * The actions under way. An action is sent at most once: the server does not remember actions, so one whose answer
 * was lost with its socket is rejected.
 */
export class Actions {
  readonly #pending = new Map<string, PendingAction>()
  readonly #send: SendFrame
  readonly #timeoutMs: number
  #lastId = 0

  constructor(send: SendFrame, timeoutMs: number) {
    this.#send = send
    this.#timeoutMs = timeoutMs
  }

  run(fn: string, args: unknown): Promise<unknown> {
    const action: PendingAction = {
      id: `a${++this.#lastId}`,
      fn,
      args: encodeArgs(fn, args),
      outcome: deferred(),
      deadline: new Deadline(),
      wasSent: false,
    }
    this.#pending.set(action.id, action)
    this.#restartDeadline(action)
    this.#sendOne(action)
    return action.outcome.promise
  }

  /** Sends the actions that wait for a socket. */
  sendWaiting(): void {
    for (const action of this.#pending.values()) if (!action.wasSent) this.#sendOne(action)
  }

  dropped(): void {
    for (const action of [...this.#pending.values()]) {
      if (action.wasSent) this.#reject(action, connectionLost(action.fn))
    }
  }

  returned(id: string, result: unknown): void {
    const action = this.#pending.get(id)
    if (!action) return
    this.#forget(action)
    action.outcome.resolve(result)
  }

  failed(id: string, error: ErrorBody): void {
    const action = this.#pending.get(id)
    if (action) this.#reject(action, errorFrom(error))
  }

  /** Rejects what has no outcome yet. */
  abandon(reason: (fn: string, wasSent: boolean) => ZerobackError): void {
    for (const action of [...this.#pending.values()]) this.#reject(action, reason(action.fn, action.wasSent))
  }

  #sendOne(action: PendingAction): void {
    const { id, fn, args } = action
    if (!this.#send({ type: "action", id, fn, args })) return
    action.wasSent = true
    this.#restartDeadline(action)
  }

  #restartDeadline(action: PendingAction): void {
    action.deadline.set(this.#timeoutMs, () => {
      this.#reject(action, timedOut(action.fn, this.#timeoutMs, action.wasSent))
    })
  }

  #reject(action: PendingAction, error: ZerobackError): void {
    this.#forget(action)
    action.outcome.reject(error)
  }

  #forget(action: PendingAction): void {
    this.#pending.delete(action.id)
    action.deadline.cancel()
  }
}

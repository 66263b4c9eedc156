import { ZerobackError } from "@zeroback/values"
import { backoffMillis } from "./backoff.js"
import { answerWithin, Deadline } from "./deadline.js"
import { Listeners } from "./listeners.js"
import { LONGEST_TIMER_MS } from "./options.js"
import type { SendFrame } from "./protocol.js"
import { remainingMillis, identityOf } from "./token.js"

/**
 * Gives the token that proves who the user is; nothing when nobody is signed in.
 *
 * It has failed when it does not answer within 15 seconds.
 *
 * @param options - `forceRefresh`: the token given last has expired or was refused.
 */
export type GetToken = (options: {
  forceRefresh: boolean
}) => Promise<string | null | undefined> | string | null | undefined

/** Whether the server has accepted the user's token, or why it has not. */
export type AuthState =
  | { readonly isAuthenticated: true; readonly error?: undefined }
  | { readonly isAuthenticated: false; readonly error?: ZerobackError }

export interface AuthenticationEvents {
  /**
   * A token is about to be presented, once this resolves, unless the socket has been replaced meanwhile.
   *
   * @param identity - Equal for all tokens of one person, as far as a client can tell; `undefined` without a token.
   * @param isSuccessor - Whether the same source has given a token before, so that an opaque one is the same person's.
   */
  presenting(identity: string | undefined, isSuccessor: boolean): Promise<void>
  /** The socket has the identity that it will have. */
  settled(): void
  /** The server has refused the token, or there was none to be had; it will be tried again. */
  refused(): void
  /** The socket's identity has ended, and there is no token for another one. */
  ended(): void
}

/** How long before its end a token is replaced; one with less than twice as much left, at half of that. */
const REFRESH_AHEAD_MS = 60_000
const SHORTEST_REFRESH_MS = 10_000
const TOKEN_LIMIT_MS = 15_000
/** An identity that ends sooner than this after it was accepted has failed: asking at once would ask without end. */
const SHORTEST_SIGN_IN_MS = 1000
const RETRY_BACKOFF = { baseMs: 1000, maxMs: 30_000 }

/** Signs each socket in, replaces tokens before they expire, and tries again where that has failed. */
export class Authentication {
  readonly #send: SendFrame
  readonly #events: AuthenticationEvents
  readonly #next = new Deadline()
  readonly #asking = new Deadline()
  #getToken: GetToken | undefined
  readonly #changes = new Listeners<AuthState>()
  /** Grows with each attempt, so that what belongs to an earlier one is recognised. */
  #attempt = 0
  #token = ""
  /** How the socket stands: as `nobody` it was signed in without a token. */
  #phase: "new" | "asking" | "presented" | "accepted" | "nobody" | "failed" = "new"
  /** Whether a refusal of the token presented is to be followed by another token at once. */
  #hasSecondTry = false
  /** The identity that the socket has from this client. */
  #identity: "none" | "valid" | "ended" = "none"
  /** Whether `getToken` has given a token. */
  #hasGiven = false
  /** Attempts that failed one after the other. */
  #failures = 0
  #acceptedAtMillis = 0

  constructor(send: SendFrame, events: AuthenticationEvents) {
    this.#send = send
    this.#events = events
  }

  /** Whether sockets are to be signed in. */
  get isWanted(): boolean {
    return this.#getToken !== undefined
  }

  /** Whether the server's answer to a token is awaited. */
  get isAwaited(): boolean {
    return this.#phase === "presented"
  }

  /** Whether another token is being asked for or presented in this moment. */
  get isUnderWay(): boolean {
    return this.#phase === "asking" || this.isAwaited
  }

  /**
   * Who is about to sign in, as far as the token tells.
   *
   * @throws what `getToken` throws, and Error when it gives no answer.
   */
  async identity(): Promise<string | undefined> {
    const attempt = this.#attempt
    const token = await this.#ask(false)
    if (token && attempt === this.#attempt) this.#hasGiven = true
    return token ? identityOf(token) : undefined
  }

  use(getToken: GetToken | undefined, changed?: (state: AuthState) => void): void {
    this.dropped()
    if (getToken !== this.#getToken) this.#hasGiven = false
    this.#changes.tell({ isAuthenticated: false })
    this.#changes.clear()
    this.#getToken = getToken
    if (changed) this.#changes.add(changed)
  }

  /** Signs in on a socket that was just opened. */
  begin(): void {
    this.#failures = 0
    void this.#present(false, true)
  }

  /** The server's answer to the token presented last. */
  answered(isAccepted: boolean, reason: string | undefined): void {
    if (this.#phase === "presented") {
      if (isAccepted) this.#accepted()
      else if (this.#hasSecondTry) void this.#present(true, false)
      else this.#failed(reason ?? "The server refused the token.", true)
    } else if (!isAccepted) {
      this.expired()
    }
  }

  /**
   * The server says that the socket's identity has ended.
   *
   * @returns whether the socket will be signed in again.
   */
  expired(): boolean {
    if (this.#identity === "valid") this.#identity = "ended"
    if (this.#phase === "accepted") {
      const isLasting = Date.now() - this.#acceptedAtMillis >= SHORTEST_SIGN_IN_MS
      if (isLasting) this.#renew()
      else this.#failed("The server accepted the token and says that it has expired.", true)
    }
    return this.#phase !== "new" && this.#phase !== "nobody"
  }

  dropped(): void {
    this.#attempt++
    this.#phase = "new"
    this.#identity = "none"
    this.#next.cancel()
    this.#asking.expire()
  }

  #ask(forceRefresh: boolean): Promise<string | null | undefined> {
    return answerWithin(TOKEN_LIMIT_MS, this.#asking, () => this.#getToken?.({ forceRefresh }))
  }

  #renew(): void {
    this.#failures = 0
    void this.#present(true, false)
  }

  async #present(forceRefresh: boolean, hasSecondTry: boolean): Promise<void> {
    const attempt = ++this.#attempt
    this.#phase = "asking"
    this.#hasSecondTry = hasSecondTry
    let token: string | null | undefined
    let identity: string | undefined
    try {
      token = await this.#ask(forceRefresh)
      identity = token ? await identityOf(token) : undefined
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (attempt === this.#attempt) this.#failed(`No token could be had: ${reason}`, forceRefresh)
      return
    }
    if (attempt !== this.#attempt) return
    await this.#events.presenting(identity, this.#hasGiven)
    if (attempt !== this.#attempt) return
    if (!token) return this.#withoutToken()
    this.#hasGiven = true
    this.#token = token
    this.#phase = "presented"
    this.#send({ type: "auth", token })
  }

  #accepted(): void {
    this.#identity = "valid"
    const remaining = remainingMillis(this.#token)
    if (remaining < Infinity) {
      const delay = Math.max(remaining - REFRESH_AHEAD_MS, remaining / 2, SHORTEST_REFRESH_MS)
      this.#next.set(Math.min(delay, LONGEST_TIMER_MS), () => this.#renew())
    }
    this.#acceptedAtMillis = Date.now()
    this.#settle("accepted", { isAuthenticated: true })
  }

  #withoutToken(): void {
    if (this.#identity === "none") this.#settle("nobody", { isAuthenticated: false })
    else if (this.#identity === "ended") this.#events.ended()
    // It is good until the server says otherwise.
    else this.#phase = "accepted"
  }

  #settle(phase: "accepted" | "nobody", state: AuthState): void {
    this.#phase = phase
    this.#tell(state)
    this.#events.settled()
  }

  /** @param forceRefresh - Whether the next attempt needs another token than this one. */
  #failed(message: string, forceRefresh: boolean): void {
    this.#phase = "failed"
    this.#tell({ isAuthenticated: false, error: ZerobackError.coded("unauthenticated", message) })
    const delay = backoffMillis(this.#failures++, RETRY_BACKOFF, Math.random())
    this.#next.set(delay, () => void this.#present(forceRefresh, false))
    this.#events.refused()
  }

  /** After the frame that brought the news, of which nobody is to see a part. */
  #tell(state: AuthState): void {
    queueMicrotask(() => this.#changes.tell(state))
  }
}

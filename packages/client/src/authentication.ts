import { ZerobackError } from "@zeroback/values"
import { Deadline } from "./deadline.js"
import { Listeners } from "./listeners.js"
import { LONGEST_TIMER_MS } from "./options.js"
import type { SendFrame } from "./protocol.js"
import { readToken, type TokenClaims } from "./token.js"

/**
 * Gives the token that proves who the user is; nothing when nobody is signed in.
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
  /** A token is about to be presented. */
  presenting(claims: TokenClaims): void
  /** The socket has the identity that it will have. */
  settled(): void
  /** The server has refused the token, or there was none to be had. */
  refused(): void
}

/** How long before its end a token is replaced. */
const REFRESH_AHEAD_MS = 60_000

/** Signs each socket in, and replaces tokens before they expire. */
export class Authentication {
  readonly #send: SendFrame
  readonly #events: AuthenticationEvents
  readonly #refresh = new Deadline()
  #getToken: GetToken | undefined
  readonly #changes = new Listeners<AuthState>()
  /** Grows with each attempt, so that what belongs to an earlier one is recognised. */
  #attempt = 0
  #claims: TokenClaims | undefined
  #phase: "idle" | "presented" | "presentedAgain" | "settled" = "idle"

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
    return this.#phase === "presented" || this.#phase === "presentedAgain"
  }

  /** Who is about to sign in, as far as the token tells. */
  async identity(): Promise<string | undefined> {
    const token = await this.#getToken?.({ forceRefresh: false })
    return token ? readToken(token).identity : undefined
  }

  use(getToken: GetToken | undefined, changed?: (state: AuthState) => void): void {
    this.dropped()
    this.#changes.tell({ isAuthenticated: false })
    this.#changes.clear()
    this.#getToken = getToken
    if (changed) this.#changes.add(changed)
  }

  /** Signs in on a socket that was just opened. */
  begin(): void {
    void this.#present("presented", false)
  }

  answered(isAccepted: boolean, reason: string | undefined): void {
    if (!this.isAwaited) {
      // Unasked: the identity has expired.
      if (!isAccepted && this.isWanted) void this.#present("presentedAgain", true)
    } else if (isAccepted) {
      this.#accepted()
    } else if (this.#phase === "presented") {
      void this.#present("presentedAgain", true)
    } else {
      this.#failed(ZerobackError.coded("unauthenticated", reason ?? "The server refused the token."))
    }
  }

  dropped(): void {
    this.#attempt++
    this.#phase = "idle"
    this.#refresh.cancel()
  }

  async #present(phase: "presented" | "presentedAgain", forceRefresh: boolean): Promise<void> {
    const attempt = ++this.#attempt
    this.#phase = "idle"
    let token: string | null | undefined
    try {
      token = await this.#getToken?.({ forceRefresh })
    } catch (error) {
      if (attempt === this.#attempt) this.#failed(tokenUnavailable(error))
      return
    }
    if (attempt !== this.#attempt) return
    if (!token) {
      this.#phase = "settled"
      this.#tell({ isAuthenticated: false })
      this.#events.settled()
      return
    }
    this.#claims = readToken(token)
    this.#events.presenting(this.#claims)
    this.#phase = phase
    this.#send({ type: "auth", token })
  }

  #accepted(): void {
    this.#phase = "settled"
    const end = this.#claims?.expiresAtMillis
    if (end !== undefined) {
      const delay = Math.min(Math.max(end - Date.now() - REFRESH_AHEAD_MS, 1000), LONGEST_TIMER_MS)
      this.#refresh.set(delay, () => void this.#present("presentedAgain", true))
    }
    this.#tell({ isAuthenticated: true })
    this.#events.settled()
  }

  /** After the frame that brought the news, of which nobody is to see a part. */
  #tell(state: AuthState): void {
    queueMicrotask(() => this.#changes.tell(state))
  }

  #failed(error: ZerobackError): void {
    this.#phase = "settled"
    this.#tell({ isAuthenticated: false, error })
    this.#events.refused()
  }
}

function tokenUnavailable(error: unknown): ZerobackError {
  const reason = error instanceof Error ? error.message : String(error)
  return ZerobackError.coded("unauthenticated", `No token could be had: ${reason}`)
}

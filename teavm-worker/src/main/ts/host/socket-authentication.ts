import type { UserIdentity } from "../functions/context.js"
import { identityFrom } from "./identity.js"

/** What came of a token: claims, or why it is refused. */
export interface Authenticated {
  readonly identity: UserIdentity | null
  readonly refusal: string | null
}

type Authenticate = (request: Request) => UserIdentity | null | Promise<UserIdentity | null>

/** Finds out whom the tokens of `auth` frames belong to. */
export class SocketAuthentication {
  readonly #authenticate: Authenticate | undefined
  /** The newest attempt of each socket; what an earlier one finds out later is nobody's business any more. */
  readonly #attempts = new Map<number, object>()

  constructor(authenticate: Authenticate | undefined) {
    this.#authenticate = authenticate
  }

  /**
   * @param address - Where the socket leads; the app may look at it.
   * @param done - Not called for an attempt that a later one of the socket has overtaken.
   */
  async begin(
    socket: number,
    token: string | null,
    address: string,
    done: (outcome: Authenticated) => void,
  ): Promise<void> {
    const attempt = {}
    this.#attempts.set(socket, attempt)
    await undefined
    const outcome = await this.#check(token, address)
    if (this.#attempts.get(socket) !== attempt) return
    this.#attempts.delete(socket)
    done(outcome)
  }

  async #check(token: string | null, address: string): Promise<Authenticated> {
    if (token === null) return { identity: null, refusal: null }
    if (!this.#authenticate)
      return refused("This server takes no tokens: its createZerobackDO has no authenticate option.")
    try {
      const request = new Request(address, { headers: { Authorization: `Bearer ${token}` } })
      const identity = identityFrom("authenticate", await this.#authenticate(request))
      return identity === null ? refused("The token was not accepted.") : { identity, refusal: null }
    } catch (reason) {
      console.warn("authenticate refused a token:", reason)
      return refused("Authentication failed")
    }
  }
}

function refused(refusal: string): Authenticated {
  return { identity: null, refusal }
}

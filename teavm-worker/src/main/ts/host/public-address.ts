import { ZerobackError } from "@zeroback/values"
import { locationOf } from "./location.js"

/** Longest address that is kept with a socket, whose attachment leaves room for as much. */
const MAX_LENGTH = 250

/** Where the path of a tenant travels from the Worker to the object, out of reach of clients. */
interface PathCarrier {
  readonly cf?: { readonly zerobackPath?: string }
}

/** Attaches the beginning of the public path, which the object does not see. */
export function withPublicPath(request: Request, zerobackPath: string): Request {
  const { cf } = request as PathCarrier
  return new Request(request, { cf: { ...cf, zerobackPath } } as RequestInit)
}

/**
 * The address under which the world reaches an object: `ZEROBACK_URL` where it is set, else that of the request that came
 * last, of those over https if there were any: to pages that came so, browsers refuse others.
 */
export class PublicAddress {
  readonly #configured: string | undefined
  #base: string | undefined

  /**
   * @param configured - `ZEROBACK_URL`, with or without the `/ws` of the client's address.
   * @param remembered - What an eviction has left of `base`.
   */
  constructor(configured: unknown, remembered: string | undefined) {
    this.#configured = typeof configured === "string" && configured !== "" ? normalised(configured) : undefined
    this.#base = remembered
  }

  /** What has to be remembered over an eviction. */
  get base(): string | undefined {
    return this.#base
  }

  learn(request: Request): void {
    const path = (request as PathCarrier).cf?.zerobackPath ?? ""
    const base = (this.#configured ?? locationOf(request.url).origin) + path
    const isWorse = base.startsWith("http:") && this.#base?.startsWith("https:")
    if (base.length <= MAX_LENGTH && !isWorse) this.#base = base
  }

  /** @throws ZerobackError `unavailable` when no request has come yet, as for a job after an eviction. */
  of(path: string): string {
    const base = this.#base ?? this.#configured
    if (base === undefined) {
      const message = "The app's own address is not known here; set ZEROBACK_URL in wrangler.toml, under [vars]."
      throw ZerobackError.coded("unavailable", message)
    }
    return base + path
  }
}

function normalised(address: string): string {
  return address.replace(/^ws/, "http").replace(/\/(ws\/?)?$/, "")
}

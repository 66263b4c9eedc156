import { stringifyValue } from "@zeroback/values"
import type { UserIdentity } from "../functions/context.js"
import { isRecord, refused } from "./call-request.js"

/** Where an identity travels from the Worker to the object; no client can set `cf`, as it can set a header. */
interface IdentityCarrier {
  readonly cf?: { readonly zeroback?: UserIdentity | null }
}

/**
 * Attaches a verified identity to a request on its way from the Worker to the object.
 *
 * @example return stub.fetch(withIdentity(request, { subject: userId }))
 */
export function withIdentity(request: Request, identity: UserIdentity | null): Request {
  const { cf } = request as IdentityCarrier
  return new Request(request, { cf: { ...cf, zeroback: identity } } as RequestInit)
}

/** The identity that `withIdentity` attached, if any. */
export function carriedIdentity(request: Request): unknown {
  return (request as IdentityCarrier).cf?.zeroback
}

/**
 * What an app says of a caller as an identity; nothing is nobody.
 *
 * @param source - What said it.
 * @throws ZerobackError `bad_request` that names the source, and the claim that is no value.
 */
export function identityFrom(source: string, said: unknown): UserIdentity | null {
  if (said === undefined || said === null) return null
  const root = `${source}: identity`
  if (!isRecord(said)) throw refused(`${root}: expected an object of claims, or null; got ${typeof said}`)
  stringifyValue(said, root)
  const { expiresAt } = said
  if (expiresAt !== undefined && (typeof expiresAt !== "number" || Number.isNaN(expiresAt))) {
    throw refused(`${root}.expiresAt: expected Unix time in milliseconds, a number; got ${typeof expiresAt}`)
  }
  return said
}

/**
 * Whether a page of another host makes a request with the user's cookies: browsers let every page open sockets, and send
 * cookies along. Cookies know no ports, so only the host counts.
 */
export function isForeignPage(request: Request, allowedOrigins: readonly string[]): boolean {
  const origin = request.headers.get("Origin")
  if (origin === null || !request.headers.has("Cookie") || allowedOrigins.includes(origin)) return false
  return !URL.canParse(origin) || new URL(origin).hostname !== new URL(request.url).hostname
}

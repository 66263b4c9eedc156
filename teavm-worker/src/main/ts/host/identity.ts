import type { UserIdentity } from "../functions/context.js"

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

/** The identity that `withIdentity` attached; `null` if none. */
export function carriedIdentity(request: Request): UserIdentity | null {
  return (request as IdentityCarrier).cf?.zeroback ?? null
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

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

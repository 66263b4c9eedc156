/** What a client can read in a JSON Web Token, without trusting it. Of any other token nothing is known. */
interface Claims {
  readonly iss?: unknown
  readonly sub?: unknown
  /** Issued at, in seconds since 1970. */
  readonly iat?: unknown
  /** Expires at, in seconds since 1970. */
  readonly exp?: unknown
}

const OPAQUE = "opaque:"

/**
 * How long a token is good that the server has just accepted, in milliseconds; `Infinity` where it does not say.
 *
 * A clock that is right finds between nothing and all of its life left. By any other, the token is taken for a new one.
 */
export function remainingMillis(token: string): number {
  const { iat, exp } = claimsOf(token)
  if (typeof exp !== "number") return Infinity
  const life = typeof iat === "number" ? (exp - iat) * 1000 : Infinity
  const remaining = exp * 1000 - Date.now()
  return remaining > 0 && remaining < life ? remaining : life
}

/**
 * Names the person whom a token stands for: by issuer and subject, or by the token itself where it does not say.
 * The token cannot be had from the name.
 */
export async function identityOf(token: string): Promise<string> {
  const { iss, sub } = claimsOf(token)
  if (typeof sub === "string") return JSON.stringify([iss, sub])
  const { subtle } = crypto as { subtle?: SubtleCrypto }
  // Without a hash, which insecure pages have not, nobody is taken for somebody met before.
  const bytes = subtle
    ? await subtle.digest("SHA-256", new TextEncoder().encode(token))
    : crypto.getRandomValues(new Uint8Array(32))
  return OPAQUE + btoa(String.fromCharCode(...new Uint8Array(bytes)))
}

/** Whether an identity is a token's own, so that another token of the same person has another one. */
export function isOpaque(identity: string): boolean {
  return identity.startsWith(OPAQUE)
}

function claimsOf(token: string): Claims {
  const payload = token.split(".")[1] ?? ""
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0))
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof claims === "object" && claims !== null ? claims : {}
  } catch {
    // An opaque token is as good as any other: only the server needs to understand it.
    return {}
  }
}

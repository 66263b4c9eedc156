/** What a client can read in a JSON Web Token, without trusting it. */
export interface TokenClaims {
  /** Issuer and subject as one text: equal for all tokens of one person. */
  readonly identity: string | undefined
  /** Milliseconds since 1970. */
  readonly expiresAtMillis: number | undefined
}

/** Reads the claims of a token; of one that is no JSON Web Token nothing is known. */
export function readToken(token: string): TokenClaims {
  const { iss, sub, exp } = payloadOf(token)
  return {
    identity: typeof sub === "string" ? JSON.stringify([iss, sub]) : undefined,
    expiresAtMillis: typeof exp === "number" ? exp * 1000 : undefined,
  }
}

function payloadOf(token: string): Record<string, unknown> {
  const payload = token.split(".")[1] ?? ""
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0))
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : {}
  } catch {
    // An opaque token is as good as any other: only the server needs to understand it.
    return {}
  }
}

import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify } from "jose"
import type { JSONWebKeySet, JWTVerifyGetKey } from "jose"
import type { UserIdentity } from "./functions/context.js"

/** What a token has to prove. */
export interface JwtOptions {
  /** Where the issuer publishes its keys, such as `https://app.example/.well-known/jwks.json`, or the keys themselves. */
  readonly jwks: string | URL | JSONWebKeySet
  /** `iss` of the tokens. */
  readonly issuer: string | string[]
  /** `aud` of the tokens: this app. */
  readonly audience: string | string[]
  /** Signatures that are accepted; by default those with a key pair, so that no public key is taken for a secret. */
  readonly algorithms?: string[]
  /** By how many seconds the clocks may differ; 5 by default. */
  readonly clockToleranceSeconds?: number
  /** The token of a request, or `null`; by default that of `Authorization: Bearer`. */
  token?(request: Request): string | null
  /** The identity from the verified claims; by default all but those that change with each token. */
  claims?(payload: Record<string, unknown>): UserIdentity
}

const SIGNED_WITH_KEY_PAIRS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]

/** Time for which keys are taken for current, and between two looks for a key that is not among them. */
const KEYS_LAST_MILLIS = 600_000
const LOOK_AGAIN_MILLIS = 1_000

/**
 * Makes the option `authenticate` of an app whose users come with JSON Web Tokens.
 *
 * A request without a token is anonymous. The identity has `subject` and the other claims, and `expiresAt` (Unix time in
 * milliseconds), which is `exp` and the time by which clocks may differ. What makes a token worthless is thrown, so that
 * the request is answered 401 and the log has the cause.
 *
 * @throws TypeError when `issuer` or `audience` is missing or empty: tokens would not be asked for it.
 * @example createZerobackDO(app, { authenticate: jwtAuthentication({ jwks, issuer, audience: "my-app" }) })
 */
export function jwtAuthentication(options: JwtOptions): (request: Request) => Promise<UserIdentity | null> {
  const { issuer, audience, token = bearerToken, claims = withoutTokenClaims, clockToleranceSeconds = 5 } = options
  for (const [name, expected] of Object.entries({ issuer, audience })) {
    if (!expected) throw new TypeError(`jwtAuthentication: ${name} is missing; without it any token would do.`)
  }
  const keys = keysOf(options.jwks)
  const verification = {
    issuer,
    audience,
    algorithms: options.algorithms ?? SIGNED_WITH_KEY_PAIRS,
    clockTolerance: clockToleranceSeconds,
    requiredClaims: ["sub", "exp"],
  }
  return async (request) => {
    const given = token(request)
    if (given === null) return null
    try {
      const { payload } = await jwtVerify(given, keys, verification)
      return { ...claims(payload), subject: payload.sub, expiresAt: (payload.exp! + clockToleranceSeconds) * 1_000 }
    } catch (cause) {
      if (!(cause instanceof errors.JOSEError)) throw cause
      throw new Error(`The token is not accepted (${cause.code}): ${cause.message}`, { cause })
    }
  }
}

function keysOf(jwks: JwtOptions["jwks"]): JWTVerifyGetKey {
  if (typeof jwks === "object" && "keys" in jwks) return createLocalJWKSet(jwks)
  return createRemoteJWKSet(new URL(jwks), { cacheMaxAge: KEYS_LAST_MILLIS, cooldownDuration: LOOK_AGAIN_MILLIS })
}

function bearerToken(request: Request): string | null {
  return /^Bearer (.+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1] ?? null
}

/** Equal identities share runs, so what differs from token to token is left out. */
function withoutTokenClaims(payload: Record<string, unknown>): UserIdentity {
  const { sub: _sub, exp: _exp, iat: _iat, nbf: _nbf, jti: _jti, ...claims } = payload
  return claims
}

import type { ZerobackEnv } from "./options.js"

/** Whether the object runs under `zeroback dev`. */
export function isDev(env: ZerobackEnv): boolean {
  return env.ZEROBACK_DEV === "true" || env.ZEROBACK_DEV === true
}

/**
 * Whether a request may use `/__admin` and `/__dev`: under `zeroback dev`, or with the admin key.
 *
 * Browsers send an Origin with such requests, so a page that a developer happens to visit cannot reach them.
 */
export function mayAdminister(request: Request, env: ZerobackEnv): boolean {
  if (request.headers.has("Origin")) return false
  if (isDev(env)) return true
  const key = env.ZEROBACK_ADMIN_KEY
  const given = /^Bearer (.+)$/.exec(request.headers.get("Authorization") ?? "")?.[1]
  return typeof key === "string" && key !== "" && given !== undefined && equalInConstantTime(given, key)
}

/** Takes a time that depends on the length of `given` only. */
function equalInConstantTime(given: string, secret: string): boolean {
  const encoder = new TextEncoder()
  const a = encoder.encode(given)
  const b = encoder.encode(secret)
  let difference = a.length ^ b.length
  a.forEach((byte, i) => (difference |= byte ^ (b[i % b.length] ?? 0)))
  return difference === 0
}

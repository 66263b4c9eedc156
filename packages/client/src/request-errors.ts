import { ZerobackError } from "@zeroback/values"

/**
 * Says of a request that ended without the server's answer whether it may have had an effect: it may once it was
 * sent.
 */
function unanswered(code: string, request: string, reason: string, mayHaveBeenApplied: boolean): ZerobackError {
  const consequence = mayHaveBeenApplied ? "It may have been applied." : "It was not sent and has not been applied."
  return ZerobackError.coded(code, `${request}: ${reason}. ${consequence}`, { mayHaveBeenApplied })
}

export function timedOut(request: string, timeoutMs: number, wasSent: boolean): ZerobackError {
  const reason = `no ${wasSent ? "answer" : "connection"} within ${timeoutMs} ms`
  return unanswered("timeout", `${request} timed out`, reason, wasSent)
}

export function connectionLost(request: string): ZerobackError {
  return unanswered("unavailable", request, "the connection was lost before the answer arrived", true)
}

export function sessionLost(request: string): ZerobackError {
  return unanswered("session_expired", request, "the server no longer knows whether it ran", true)
}

export function signedOut(request: string, wasSent: boolean): ZerobackError {
  return unanswered("unauthenticated", request, "the user has changed", wasSent)
}

/** @param isKept - Whether the request is written down and will be sent on the next visit. */
export function clientClosed(request: string, wasSent: boolean, isKept = false): ZerobackError {
  if (!isKept) return unanswered("unavailable", request, "the client was closed", wasSent)
  const message = `${request}: the client was closed. The next visit sends it.`
  return ZerobackError.coded("unavailable", message, { mayHaveBeenApplied: true })
}

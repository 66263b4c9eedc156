import { stringifyValue, ZerobackError } from "@zeroback/values"
import { exceeds } from "./limits.js"

const STATUS: Readonly<Record<string, number>> = {
  app_error: 400,
  bad_request: 400,
  invalid_cursor: 400,
  invalid_search: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  unique_violation: 409,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
}

/** Headers of an answer besides its type. Given when it is made: each that is set later is a call into the platform. */
export type MoreHeaders = Readonly<Record<string, string>>

/**
 * 200 with `{result}`; without the key when the function returned nothing.
 *
 * @throws ZerobackError as `resultText` does.
 */
export function resultAnswer(
  result: unknown,
  { mostBytes = Infinity, headers }: { mostBytes?: number; headers?: MoreHeaders } = {},
): Response {
  if (result === undefined) return json(200, "{}", headers)
  return json(200, `{"result":${resultText(result, mostBytes)}}`, headers)
}

/**
 * What a function returned, as JSON.
 *
 * @throws ZerobackError `execution_error` that names the part which cannot be sent; `too_large` when its JSON has more
 *   than `mostBytes`.
 */
export function resultText(result: unknown, mostBytes = Infinity): string {
  const text = sendable(result)
  if (exceeds(text, mostBytes)) {
    const message = `The result is larger than limits.resultBytes, ${mostBytes} bytes; return less, with .take(n) or .paginate().`
    throw ZerobackError.coded("too_large", message)
  }
  return text
}

function sendable(result: unknown): string {
  try {
    return stringifyValue(result)
  } catch (unsendable) {
    const { message } = unsendable as ZerobackError
    throw ZerobackError.coded("execution_error", `The function returned what cannot be sent: ${message}`)
  }
}

/**
 * `{error, code, data?}` with the status that belongs to the code; 500 for a handler that failed. An error whose data
 * cannot be sent is an `execution_error` that says why.
 */
export function errorAnswer(error: { code: string; message: string; data?: unknown }, headers?: MoreHeaders): Response {
  const { code, message, data } = error
  let body: string
  try {
    body = stringifyValue({ error: message, code, data }, "error")
  } catch (unsendable) {
    const { message: reason } = unsendable as ZerobackError
    return errorAnswer({ code: "execution_error", message: `The function's error cannot be sent: ${reason}` }, headers)
  }
  return json(STATUS[code] ?? 500, body, headers)
}

export function badRequest(message: string): Response {
  return errorAnswer({ code: "bad_request", message })
}

/** The same answer for every path that does not exist or that the caller may not know of. */
export function notFound(): Response {
  return errorAnswer({ code: "not_found", message: "Not found" })
}

export function methodNotAllowed(allow: string): Response {
  return new Response("Method not allowed", { status: 405, headers: { Allow: allow } })
}

/** Answers what a failed call rejected with. Anything but a coded error is a defect: its message stays in the log. */
export function failureAnswer(failure: unknown, headers?: MoreHeaders): Response {
  if (failure instanceof ZerobackError) return errorAnswer(failure, headers)
  console.error("Zeroback failed on a request:", failure)
  return errorAnswer({ code: "execution_error", message: "Server error" }, headers)
}

function json(status: number, body: string, headers?: MoreHeaders): Response {
  return new Response(body, { status, headers: { "Content-Type": "application/json", ...headers } })
}

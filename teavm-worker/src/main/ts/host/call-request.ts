import { parseValue, ZerobackError } from "@zeroback/values"
import { exceeds } from "./limits.js"

/** The body of `POST /query` and `POST /__admin/run`. */
export interface CallRequest {
  readonly fn: string
  readonly args: object
}

/**
 * Reads `{fn, args}`; `args` may be missing.
 *
 * @param mostBytes - `limits.frameBytes`; no more of a body is held in memory.
 * @throws ZerobackError `bad_request` that says what is wrong with the request; `too_large`.
 */
export async function readCallRequest(request: Request, mostBytes: number): Promise<CallRequest> {
  const type = request.headers.get("Content-Type")?.split(";", 1)[0]?.trim().toLowerCase()
  if (type !== "application/json") throw refused("Send the call as JSON, with Content-Type: application/json.")
  const body = parseBody(await readBody(request, mostBytes))
  if (!isRecord(body)) throw refused('The body must be a JSON object: {"fn": "module:function", "args": {...}}.')
  const { fn, args = {} } = body
  if (typeof fn !== "string") throw refused('"fn" must be the name of a function, such as "tasks:list".')
  if (!isRecord(args)) throw refused('"args" must be an object.')
  return { fn, args }
}

async function readBody(request: Request, mostBytes: number): Promise<string> {
  // A body of a known length is read in one step. The Worker in front may have written another length than the true one.
  if (Number(request.headers.get("Content-Length") ?? Infinity) <= mostBytes) {
    const text = await request.text()
    if (exceeds(text, mostBytes)) throw tooLarge(mostBytes)
    return text
  }
  const decoder = new TextDecoder()
  let text = ""
  let bytes = 0
  for (const reader = request.body?.getReader(); reader;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array }
    if (done || !value) break
    bytes += value.byteLength
    if (bytes > mostBytes) {
      await reader.cancel()
      throw tooLarge(mostBytes)
    }
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}

function tooLarge(mostBytes: number): ZerobackError {
  const message = `The body is larger than limits.frameBytes, ${mostBytes} bytes; send less, or files through ctx.storage.`
  return ZerobackError.coded("too_large", message)
}

function parseBody(text: string): unknown {
  try {
    return parseValue(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw refused(`The body cannot be read. ${error.message}`)
    throw error
  }
}

/** Whether a value is an object with members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ArrayBuffer)
}

export function refused(message: string): ZerobackError {
  return ZerobackError.coded("bad_request", message)
}

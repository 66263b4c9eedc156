import { valueToJson, ZerobackError } from "@zeroback/values"
import type { JsonTree } from "./protocol.js"

/** A Worker ends each connection that brings a message of 32 MiB; some bytes of it are the frame around the arguments. */
const MOST_BYTES = 2 ** 25 - 2 ** 12

/**
 * The arguments of a call as frames carry them.
 *
 * @throws ZerobackError `bad_request` when they hold something that is no value, `too_large` when no server could
 *   receive them.
 */
export function encodeArgs(fn: string, args: unknown): JsonTree {
  const encoded = valueToJson(args ?? {}, "args")
  const json = JSON.stringify(encoded)
  // A character has at most three bytes.
  if (json.length * 3 <= MOST_BYTES) return encoded
  const bytes = new TextEncoder().encode(json).length
  if (bytes <= MOST_BYTES) return encoded
  throw ZerobackError.coded("too_large", `${fn}: args have ${bytes} bytes as JSON; a message holds less than 32 MiB`)
}

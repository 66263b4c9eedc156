import { parseValue } from "@zeroback/values"
import type { Limits } from "./limits.js"
import { exceeds } from "./limits.js"

/** What only lessens a server's work passes whatever the rate. */
const RELIEVING = new Set(["unsubscribe", "ack"])

/** Lets those frames of clients pass that keep to the limits. */
export class FrameGate {
  readonly #limits: Limits
  /** The second in which each socket sent its last frame, and its frames in it. */
  readonly #counts = new Map<number, { second: number; frames: number }>()

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** The error frame for a frame that may not pass; `undefined` for one that may. */
  refuse(socket: number, frame: string): string | undefined {
    const { frameBytes, messagesPerSecond } = this.#limits
    if (exceeds(frame, frameBytes)) {
      const message = `The frame is larger than limits.frameBytes, ${frameBytes} bytes; send less, or files through ctx.storage.`
      return errorFrame({ code: "too_large", message }, leadingId(frame))
    }
    if (messagesPerSecond === Infinity || this.#count(socket) <= messagesPerSecond) return undefined
    const { id, type } = members(frame)
    if (RELIEVING.has(type as string)) return undefined
    const message = `This socket sends more frames than limits.messagesPerSecond, ${messagesPerSecond}; wait a second.`
    return errorFrame({ code: "rate_limited", message }, id)
  }

  forget(socket: number): void {
    this.#counts.delete(socket)
  }

  #count(socket: number): number {
    const second = Math.floor(Date.now() / 1_000)
    const count = this.#counts.get(socket)
    if (count?.second === second) return ++count.frames
    this.#counts.set(socket, { second, frames: 1 })
    return 1
  }
}

/** Text that is not JSON or has a malformed tag. It passes through the engine, which would keep a SyntaxError to itself. */
class Unreadable extends Error {}

/** `parseValue` for the engine. */
export function readValue(text: string): unknown {
  try {
    return parseValue(text)
  } catch (error) {
    throw error instanceof SyntaxError ? new Unreadable(error.message) : error
  }
}

/** The error frame for what the engine threw on a frame, if it could not be read. */
export function unreadable(frame: string, thrown: unknown): string | undefined {
  if (!(thrown instanceof Unreadable)) return undefined
  const message = `The frame cannot be read. ${thrown.message}`
  return errorFrame({ code: "bad_request", message }, members(frame).id)
}

export function errorFrame({ code, message }: { code: string; message: string }, id: unknown): string {
  return JSON.stringify({ type: "error", id: typeof id === "string" ? id : undefined, code, message })
}

/** Where an `id` is looked for in a frame that is not read, and texts and numbers that may stand before it. */
const HEAD_CHARS = 1_024
const LEADING_ID = /^\s*\{(?:\s*"(?!id")[^"\\]*"\s*:\s*(?:"[^"\\]*"|[\w.+-]+)\s*,)*\s*"id"\s*:\s*("(?:[^"\\]|\\.)*")/

/**
 * The `id` of a frame that is too large to be parsed, which takes thirty times its size in memory. It is found where it
 * stands in the frames of docs/wire-protocol.md, before the arguments.
 */
function leadingId(frame: string): unknown {
  const [, id] = LEADING_ID.exec(frame.slice(0, HEAD_CHARS)) ?? []
  return id === undefined ? undefined : members(`{"id":${id}}`).id
}

/** The members of a frame by which it is answered; none if it is no JSON object. */
export function members(frame: string): { id?: unknown; type?: unknown } {
  try {
    return (JSON.parse(frame) as object | null) ?? {}
  } catch {
    return {}
  }
}

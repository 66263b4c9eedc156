import { stringifyValue, ZerobackError } from "@zeroback/values"

/** How much clients and functions may take of an object. Every limit is a whole number; 0 turns it off. */
export interface Limits {
  /** Most sockets open at a time. */
  readonly sockets: number
  /** Most frames of one socket in a second. */
  readonly messagesPerSecond: number
  /** Most bytes of a frame, or of the body of a call over HTTP. */
  readonly frameBytes: number
  /** Most bytes of a call's arguments, as JSON. */
  readonly argsBytes: number
  /** Most bytes of a function's result, as JSON. */
  readonly resultBytes: number
  /** Most documents that a transaction reads. */
  readonly documentsRead: number
  /** Most documents that a transaction writes. */
  readonly documentsWritten: number
  /** Most bytes that the live queries of one socket take: 500 for each, and what describes it: id, name, arguments. */
  readonly liveQueryBytes: number
  /** Longest time in milliseconds from the start of a handler to its end. */
  readonly runMillis: number
}

const MEBIBYTE = 1 << 20

const DEFAULTS: Limits = {
  sockets: 1_000,
  messagesPerSecond: 0,
  frameBytes: MEBIBYTE,
  argsBytes: MEBIBYTE,
  resultBytes: 8 * MEBIBYTE,
  documentsRead: 200_000,
  documentsWritten: 16_000,
  liveQueryBytes: 8 * MEBIBYTE,
  runMillis: 30_000,
}

/**
 * Completes the option `limits` with the defaults; a limit that is off is `Infinity`.
 *
 * @throws TypeError that names the limit which does not exist or is no whole number.
 */
export function completeLimits(given: Partial<Limits> = {}): Limits {
  const limits: Record<string, number> = { ...DEFAULTS }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULTS, name)) {
      throw new TypeError(`createZerobackDO: there is no limit "${name}". Limits: ${Object.keys(DEFAULTS).join(", ")}.`)
    }
    if (value === undefined) continue
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new TypeError(
        `createZerobackDO: limits.${name} is ${String(value)}; give a whole number of at least 0, where 0 means no limit.`,
      )
    }
    limits[name] = value === 0 ? Infinity : value
  }
  for (const [name, value] of Object.entries(limits)) if (value === 0) limits[name] = Infinity
  return limits as unknown as Limits
}

/** @throws ZerobackError `too_large` when the arguments of `fn` have more bytes of JSON than `most`. */
export function checkArgs(fn: string, args: unknown, most: number): void {
  if (most === Infinity || atMost(args, most)) return
  const bytes = new TextEncoder().encode(stringifyValue(args)).length
  if (bytes <= most) return
  const message = `The arguments of "${fn}" have ${bytes} bytes, and limits.argsBytes is ${most}; send less, or files through ctx.storage.`
  throw ZerobackError.coded("too_large", message)
}

/** Whether a text has more than `most` bytes of UTF-8; most texts need not be encoded to know. */
export function exceeds(text: string, most: number): boolean {
  if (text.length * 3 <= most) return false
  return text.length > most || new TextEncoder().encode(text).length > most
}

/** Whether a look at the value's size is enough to know that its JSON has no more than `most` bytes. */
function atMost(value: unknown, most: number): boolean {
  let bytes = 0
  const rest: unknown[] = [value]
  while (rest.length > 0) {
    const part = rest.pop()
    // A number takes up to 24 bytes; a character up to 6, as \u0000; a byte of an ArrayBuffer less than 2.
    if (typeof part === "string") bytes += 3 + 6 * part.length
    else if (typeof part === "bigint") bytes += 40
    else if (part instanceof ArrayBuffer) bytes += 16 + 2 * part.byteLength
    else if (typeof part === "object" && part !== null) {
      bytes += 3
      for (const [key, member] of Object.entries(part)) {
        bytes += 4 + 6 * key.length
        rest.push(member)
      }
    } else bytes += 27
    if (bytes > most) return false
  }
  return true
}

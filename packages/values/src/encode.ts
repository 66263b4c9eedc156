import { bytesToBase64 } from "./base64.js"
import { ZerobackError } from "./error.js"
import { MAX_DEPTH, MAX_INT64, MIN_INT64, TRUSTED_DEPTH } from "./limits.js"
import { setOwn } from "./own-property.js"
import { memberPath } from "./path.js"

const DOLLAR = "$".charCodeAt(0)

/**
 * Writes a value as JSON text, with the tags of the wire protocol for int64 (`bigint`), bytes (`ArrayBuffer`) and the
 * numbers that JSON lacks.
 *
 * Members that are `undefined` are dropped.
 *
 * @param root - What the value is called in error messages.
 * @throws ZerobackError `bad_request`, naming the path, for anything that is no value: dates, maps, functions,
 *   symbols, class instances, cycles, keys that start with `$`, an `undefined` array element.
 */
export function stringifyValue(value: unknown, root = "value"): string {
  return JSON.stringify(isPlainJson(value, 0) ? value : valueToJson(value, root))
}

/**
 * Turns a value into a JSON tree with tags, to embed it in a larger JSON text.
 *
 * @param root - What the value is called in error messages.
 * @throws ZerobackError as {@link stringifyValue} does.
 */
export function valueToJson(value: unknown, root = "value"): unknown {
  return encode(value, root, [])
}

/** Whether `JSON.stringify` writes this value as the wire protocol wants it. Cheap: most values need no tags. */
function isPlainJson(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0)
    case "object":
      break
    default:
      return false
  }
  if (value === null) return true
  if (depth === TRUSTED_DEPTH) return false
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (!isPlainJson(value[i], depth + 1)) return false
    }
    return true
  }
  if (!isPlainObject(value)) return false
  // A loop over the names takes half the time of a list of them. It visits inherited ones too, which can only say no.
  for (const key in value) {
    if (key.charCodeAt(0) === DOLLAR) return false
    const member = value[key]
    if (member !== undefined && !isPlainJson(member, depth + 1)) return false
  }
  return true
}

function encode(value: unknown, path: string, ancestors: object[]): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value
    case "number":
      return encodeNumber(value)
    case "bigint":
      if (value < MIN_INT64 || value > MAX_INT64) throw refused(path, `${value} does not fit into 64 bits`)
      return { $int64: value.toString() }
    case "object":
      return value === null ? null : encodeObject(value, path, ancestors)
    default:
      throw refused(path, `${value === undefined ? "undefined" : `a ${typeof value}`} is not a value`)
  }
}

function encodeNumber(value: number): unknown {
  if (Number.isFinite(value)) return Object.is(value, -0) ? { $float64: "-0" } : value
  return { $float64: String(value) }
}

function encodeObject(value: object, path: string, ancestors: object[]): unknown {
  if (ancestors.length >= MAX_DEPTH) throw refused(path, `nested more than ${MAX_DEPTH} levels deep`)
  if (ancestors.length >= TRUSTED_DEPTH && ancestors.includes(value)) throw refused(path, "the value contains itself")
  ancestors.push(value)
  const encoded = encodeMembers(value, path, ancestors)
  ancestors.pop()
  return encoded
}

function encodeMembers(value: object, path: string, ancestors: object[]): unknown {
  if (Array.isArray(value)) {
    // Array.from visits holes, which are as refused as undefined is.
    return Array.from(value, (element, i) => encode(element, memberPath(path, i), ancestors))
  }
  if (isArrayBuffer(value)) return { $bytes: bytesToBase64(value) }
  if (!isPlainObject(value)) throw refused(path, notPlain(value))
  const encoded: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const member = value[key]
    if (member === undefined) continue
    const memberAt = memberPath(path, key)
    if (key.startsWith("$")) throw refused(memberAt, 'names that start with "$" are reserved')
    setOwn(encoded, key, encode(member, memberAt, ancestors))
  }
  return encoded
}

/** Recognises objects of other realms (iframes, test environments) too. */
function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

function isArrayBuffer(value: object): value is ArrayBuffer {
  return value instanceof ArrayBuffer || Object.prototype.toString.call(value) === "[object ArrayBuffer]"
}

function notPlain(value: object): string {
  if (value instanceof Date) return "a Date is not a value; pass date.getTime() or date.toISOString()"
  if (ArrayBuffer.isView(value)) return "a view of bytes is not a value; pass an ArrayBuffer"
  if (value instanceof Map) return "a Map is not a value; pass Object.fromEntries(map)"
  if (value instanceof Set) return "a Set is not a value; pass [...set]"
  if (has(value, "then")) return "a Promise is not a value; await it"
  if (has(value, "collect")) return "a query is not its result; end it with .collect(), .take(n), .first() or the like"
  const name: unknown = value.constructor?.name
  return `an instance of ${typeof name === "string" && name !== "" ? name : "a class"} is not a value; pass a plain object`
}

function has(value: object, method: string): boolean {
  return typeof (value as Record<string, unknown>)[method] === "function"
}

function refused(path: string, reason: string): ZerobackError {
  return ZerobackError.coded("bad_request", `${path}: ${reason}`)
}

import { base64ToBytes } from "./base64.js"
import { MAX_DEPTH, MAX_INT64, MIN_INT64 } from "./limits.js"

const DECIMAL = /^(?:0|-?[1-9][0-9]{0,18})$/

const NUMBERS_WITHOUT_JSON: ReadonlyMap<unknown, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
])

/**
 * Reads JSON text with the tags of the wire protocol.
 *
 * @throws SyntaxError when the text is no JSON or has a tag that is not one of the protocol's.
 */
export function parseValue(json: string): unknown {
  const tree: unknown = JSON.parse(json)
  return mayHoldTags(json) ? decode(tree, 0) : tree
}

/**
 * A tag's name follows a quotation mark at once; its "$" may be escaped. The marks themselves are many, so looking for
 * what is rare first takes a thirtieth of the time.
 */
function mayHoldTags(json: string): boolean {
  return (json.includes("$") && json.includes('"$')) || (json.includes("\\") && json.includes('"\\u0024'))
}

/**
 * Replaces the tags in a JSON tree by the values they stand for. The tree is changed in place and belongs to the
 * result.
 *
 * @throws SyntaxError for a tag that is not one of the protocol's.
 */
export function jsonToValue(json: unknown): unknown {
  return decode(json, 0)
}

function decode(json: unknown, depth: number): unknown {
  if (typeof json !== "object" || json === null) return json
  if (depth > MAX_DEPTH) throw new SyntaxError(`Nested more than ${MAX_DEPTH} levels deep`)
  if (Array.isArray(json)) {
    for (let i = 0; i < json.length; i++) json[i] = decode(json[i], depth + 1)
    return json
  }
  const members = json as Record<string, unknown>
  const keys = Object.keys(members)
  const tag = keys.find((key) => key.startsWith("$"))
  if (tag !== undefined) return decodeTag(tag, members[tag], keys.length)
  // An own "__proto__" made by JSON.parse stays an own property under assignment.
  for (const key of keys) members[key] = decode(members[key], depth + 1)
  return members
}

function decodeTag(tag: string, payload: unknown, memberCount: number): unknown {
  const value = memberCount === 1 ? tagged(tag, payload) : undefined
  if (value === undefined)
    throw new SyntaxError(`Not a tagged value: ${JSON.stringify({ [tag]: payload }).slice(0, 80)}`)
  return value
}

function tagged(tag: string, payload: unknown): bigint | ArrayBuffer | number | undefined {
  if (typeof payload !== "string") return undefined
  switch (tag) {
    case "$int64":
      return decodeInt64(payload)
    case "$bytes":
      return base64ToBytes(payload)
    case "$float64":
      return NUMBERS_WITHOUT_JSON.get(payload)
    default:
      return undefined
  }
}

function decodeInt64(decimal: string): bigint | undefined {
  if (!DECIMAL.test(decimal)) return undefined
  const value = BigInt(decimal)
  return value < MIN_INT64 || value > MAX_INT64 ? undefined : value
}

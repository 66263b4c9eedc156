import { parseValue } from "./decode.js"
import { valueToJson } from "./encode.js"

/**
 * A text that is equal for equal functions and arguments: the order of keys and members that are `undefined` do not
 * matter.
 *
 * @param fn - The function's name, such as `tasks:list`.
 * @param args - The arguments; absent means `{}`.
 * @throws ZerobackError `bad_request` when the arguments hold something that is no value.
 */
export function canonicalKey(fn: string, args: unknown = {}): string {
  return `${fn}|${canonicalText(valueToJson(args, "args"))}`
}

/**
 * The function's name and the arguments that a key was made of.
 *
 * @param key - Made by {@link canonicalKey}.
 */
export function parseKey(key: string): { fn: string; args: unknown } {
  const end = key.indexOf("|")
  return { fn: key.slice(0, end), args: parseValue(key.slice(end + 1)) }
}

function canonicalText(json: unknown): string {
  if (typeof json !== "object" || json === null) return JSON.stringify(json)
  if (Array.isArray(json)) return `[${json.map(canonicalText).join(",")}]`
  const members = json as Record<string, unknown>
  const parts = Object.keys(members).sort()
  return `{${parts.map((key) => `${JSON.stringify(key)}:${canonicalText(members[key])}`).join(",")}}`
}

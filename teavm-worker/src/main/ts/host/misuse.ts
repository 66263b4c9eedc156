/**
 * A prototype for what lacks members that its like has elsewhere: who reads one is told, in the place of
 * "undefined is not a function". `in`, spreads and everything else see what is there.
 *
 * @param advice - By name of the member, what to do instead.
 */
export function lacking(advice: Readonly<Record<string, string>>): object {
  return new Proxy(Object.prototype, {
    get(target, name, receiver): unknown {
      if (typeof name === "string" && Object.hasOwn(advice, name)) throw new TypeError(advice[name])
      return Reflect.get(target, name, receiver)
    },
  })
}

/** What a value of the wrong kind is, and how the right one may be had from it, for messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value !== "object") return `a ${typeof value}`
  if (value instanceof Promise) return "a Promise: await it"
  if ("_id" in value) return "a document: pass its _id"
  if (Array.isArray(value)) return "an array: pass its members"
  return `an object of the class ${value.constructor?.name ?? "Object"}`
}

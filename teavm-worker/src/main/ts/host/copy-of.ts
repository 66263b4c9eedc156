/** Copies a value that `parseValue` made: plain objects, arrays, bytes, and what cannot change. */
export function copyOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map(copyOf)
  if (value instanceof ArrayBuffer) return value.slice(0)
  const copy: Record<string, unknown> = { ...value }
  for (const key in copy) {
    // What is plain, as most is, is there already. A member "__proto__" is the copy's own, and stays so under assignment.
    if (typeof copy[key] === "object") copy[key] = copyOf(copy[key])
  }
  return copy
}

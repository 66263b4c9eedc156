/**
 * Returns a value equal to `next` that reuses the parts of `previous` which have not changed, so that whoever
 * compares by identity sees what is new: the whole of `previous` when both are equal, and unchanged documents of a
 * list wherever they moved.
 */
export function shareStructure(previous: unknown, next: unknown): unknown {
  if (Object.is(previous, next)) return previous
  if (Array.isArray(previous) && Array.isArray(next)) return shareArray(previous, next)
  if (isPlain(previous) && isPlain(next)) return shareObject(previous, next)
  if (previous instanceof ArrayBuffer && next instanceof ArrayBuffer && equalBytes(previous, next)) return previous
  return next
}

function shareArray(previous: unknown[], next: unknown[]): unknown[] {
  const documents = documentsById(previous)
  let same = previous.length === next.length
  const shared = next.map((element, i) => {
    const id = documentId(element)
    const result = shareStructure(id === undefined ? previous[i] : documents.get(id), element)
    same &&= Object.is(result, previous[i])
    return result
  })
  return same ? previous : shared
}

function shareObject(previous: Record<string, unknown>, next: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(next)
  let same = keys.length === Object.keys(previous).length
  const shared: [string, unknown][] = []
  for (const key of keys) {
    const known = Object.hasOwn(previous, key)
    const result = known ? shareStructure(previous[key], next[key]) : next[key]
    same &&= known && Object.is(result, previous[key])
    shared.push([key, result])
  }
  // Unlike an assignment, fromEntries makes "__proto__" a member like any other.
  return same ? previous : (Object.fromEntries(shared) as Record<string, unknown>)
}

function documentsById(list: readonly unknown[]): Map<string, unknown> {
  const documents = new Map<string, unknown>()
  for (const element of list) {
    const id = documentId(element)
    if (id !== undefined) documents.set(id, element)
  }
  return documents
}

function documentId(element: unknown): string | undefined {
  const id = isPlain(element) ? element["_id"] : undefined
  return typeof id === "string" ? id : undefined
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function equalBytes(a: ArrayBuffer, b: ArrayBuffer): boolean {
  if (a.byteLength !== b.byteLength) return false
  const left = new Uint8Array(a)
  const right = new Uint8Array(b)
  return left.every((byte, i) => byte === right[i])
}

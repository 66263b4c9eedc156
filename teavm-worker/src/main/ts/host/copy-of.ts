/** Lists of documents without nested values, of which all is copied at once. */
const flatLists = new WeakSet<object>()

const OWN: PropertyDescriptor = { enumerable: true, configurable: true, writable: true }

/** Copies a value that `parseValue` made: plain objects, arrays, bytes, and what cannot change. */
export function copyOf(value: unknown): unknown {
  if (!Array.isArray(value)) return copyOfPart(value)
  if (flatLists.has(value)) {
    const copies: object[] = []
    for (const document of value as object[]) copies.push({ ...document })
    return copies
  }
  if (value.every(isFlat)) flatLists.add(value)
  return value.map(copyOfPart)
}

/** Puts `document` in place of the one with its `_id`; false if there is none. */
export function replaceIn(documents: { _id: unknown }[], document: { _id: unknown }): boolean {
  const id = document._id
  // A loop: a call for each of a long list costs more than all else here, until it is optimized.
  for (let place = 0; place < documents.length; place++) {
    if (documents[place]!._id === id) {
      documents[place] = document
      if (!isFlat(document)) flatLists.delete(documents)
      return true
    }
  }
  return false
}

/** Puts `document`, if it is not `undefined`, into an array at a place, instead of so many that are there. */
export function putAt(documents: object[], place: number, removed: number, document: object | undefined): void {
  if (document === undefined) {
    documents.splice(place, removed)
    return
  }
  documents.splice(place, removed, document)
  if (!isFlat(document)) flatLists.delete(documents)
}

/**
 * A new object with the members of `object`, and those of `members` in their place or after them; one that is `undefined`
 * is removed. It shares their values with both.
 */
export function patched(object: object, members: object): object {
  const patched: Record<string, unknown> = { ...object }
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) Reflect.deleteProperty(patched, name)
    else if (name === "__proto__") Object.defineProperty(patched, name, { ...OWN, value })
    else patched[name] = value
  }
  return patched
}

/** Whether a value that `parseValue` made is an object without nested ones. */
export function isFlat(value: unknown): value is Record<string, unknown> {
  return isMutable(value) && Object.getPrototypeOf(value) === Object.prototype && !Object.values(value).some(isMutable)
}

function isMutable(value: unknown): value is object {
  return typeof value === "object" && value !== null
}

function copyOfPart(value: unknown): unknown {
  if (!isMutable(value)) return value
  if (Array.isArray(value)) return value.map(copyOfPart)
  if (value instanceof ArrayBuffer) return value.slice(0)
  const copy: Record<string, unknown> = { ...value }
  for (const key in copy) {
    // What is plain, as most is, is there already. A member "__proto__" is the copy's own, and stays so under assignment.
    if (typeof copy[key] === "object") copy[key] = copyOfPart(copy[key])
  }
  return copy
}

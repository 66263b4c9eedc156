interface Document {
  readonly _id: string
}

/** How a list of documents, or an object with one, changed, as `docs/wire-protocol.md` defines it. */
export interface ListPatch<T extends Document> {
  readonly remove?: readonly string[]
  readonly put?: readonly T[]
  readonly at?: readonly number[]
  readonly of?: string
  readonly rest?: object
}

/** A result after a patch. */
export function patchedResult<T extends Document>(
  result: readonly T[] | Record<string, unknown>,
  patch: ListPatch<T>,
): unknown {
  if (Array.isArray(result)) return patched(result, patch)
  const object = result as Record<string, unknown>
  return { ...(patch.rest ?? object), [patch.of!]: patched(object[patch.of!] as T[], patch) }
}

/** The list after a patch: documents are replaced in place, and the last ones of `put` join where `at` says. */
export function patched<T extends Document>(list: readonly T[], { remove, put = [], at = [] }: ListPatch<T>): T[] {
  const byId = new Map(list.map((it) => [it._id, it]))
  for (const id of remove ?? []) byId.delete(id)
  const staying = put.slice(0, put.length - at.length)
  for (const it of staying) {
    if (!byId.has(it._id)) throw new Error(`A patch changes ${it._id}, which is not in the list`)
    byId.set(it._id, it)
  }
  const result = [...byId.values()]
  for (const [index, place] of at.entries()) result.splice(place, 0, put[staying.length + index]!)
  return result
}

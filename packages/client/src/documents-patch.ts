import type { DocumentsPatch } from "./protocol.js"

interface Document {
  readonly _id: string
}

/**
 * Applies the difference that the server sent to the result it was made for, a list of documents or an object with one.
 * Documents that are not put keep their identity.
 *
 * @returns `undefined` when the patch does not fit the result.
 */
export function applyDocumentsPatch(result: unknown, patch: DocumentsPatch): object | undefined {
  if (Array.isArray(result)) return patchedList(result as Document[], patch)
  const { of = "", rest = result } = patch
  const list = (result as Record<string, unknown> | null)?.[of]
  const patched = Array.isArray(list) ? patchedList(list as Document[], patch) : undefined
  return patched && { ...(rest as object), [of]: patched }
}

function patchedList(list: readonly Document[], patch: DocumentsPatch): unknown[] | undefined {
  const documents = new Map(list.map((document) => [document._id, document]))
  for (const id of patch.remove) documents.delete(id)
  const at = patch.at ?? []
  const staying = patch.put.length - at.length
  if (staying < 0) return undefined
  for (const document of patch.put.slice(0, staying)) {
    // A document that is set under a known id keeps its place in the map.
    if (!documents.has(document._id)) return undefined
    documents.set(document._id, document)
  }
  const patched: unknown[] = [...documents.values()]
  for (const [i, place] of at.entries()) {
    if (place < 0 || place > patched.length) return undefined
    patched.splice(place, 0, patch.put[staying + i])
  }
  return patched
}

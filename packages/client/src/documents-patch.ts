import type { DocumentsPatch } from "./protocol.js"

interface Document {
  readonly _id: string
}

/**
 * Applies the difference that the server sent to the result it was made for. Documents that are not put keep their
 * identity.
 *
 * @returns `undefined` when the patch does not fit the result.
 */
export function applyDocumentsPatch(result: unknown, patch: DocumentsPatch): unknown[] | undefined {
  if (!Array.isArray(result)) return undefined
  const documents = new Map((result as Document[]).map((document) => [document._id, document]))
  for (const id of patch.remove) documents.delete(id)
  // A document that is put under a known id keeps its place in the map.
  for (const document of patch.put) documents.set(document._id, document)
  if (patch.order === undefined) return [...documents.values()]
  const ordered = patch.order.map((id) => documents.get(id))
  return ordered.includes(undefined) || ordered.length !== documents.size ? undefined : ordered
}

interface Document {
  readonly _id: string
}

/** How a list of documents changed, as `docs/wire-protocol.md` defines it. */
export interface ListPatch<T extends Document> {
  readonly remove?: readonly string[]
  readonly put?: readonly T[]
  readonly order?: readonly string[]
}

/** The list after a patch: kept documents in place, new ones at the end, unless the patch gives the order. */
export function patched<T extends Document>(list: readonly T[], { remove, put, order }: ListPatch<T>): T[] {
  const byId = new Map(list.map((it) => [it._id, it]))
  for (const id of remove ?? []) byId.delete(id)
  for (const it of put ?? []) byId.set(it._id, it)
  if (!order) return [...byId.values()]
  return order.map((id) => {
    const found = byId.get(id)
    if (!found) throw new Error(`A patch orders ${id}, which is not in the list`)
    return found
  })
}

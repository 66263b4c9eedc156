import type { Item, NewItem } from "./item.js"
import type { ItemTable } from "./item-table.js"

/** The queries by name. Arguments are trusted: the floor checks nothing. */
export const queries: Record<string, (table: ItemTable, args: any) => unknown> = {
  "items:get": (table, args: { id: string }) => table.get(args.id),
  "items:byProject": (table, args: { project: string }) => table.byProject(args.project),
  "items:latest": (table, args: { limit: number }) => table.latest(args.limit),
  "items:countByProject": (table, args: { project: string }) => table.countByProject(args.project),
}

/** What a mutation did: its result and each document that it wrote, before and after. */
export interface Written {
  result: unknown
  changes: { before: Item | null; after: Item | null }[]
}

/** The mutations by name. */
export const mutations: Record<string, (table: ItemTable, args: any) => Written | Promise<Written>> = {
  "items:add": (table, args: NewItem) => {
    const after = table.insert(args)
    return { result: after._id, changes: [{ before: null, after }] }
  },
  "items:addMany": (table, args: { items: NewItem[] }) => {
    const added = args.items.map((fields) => table.insert(fields))
    return { result: added.map((it) => it._id), changes: added.map((after) => ({ before: null, after })) }
  },
  "items:increment": (table, args: { id: string }) => {
    const before = existing(table, args.id)
    const after = { ...before, count: before.count + 1 }
    table.updateUnindexed(after)
    return { result: after.count, changes: [{ before, after }] }
  },
  "items:incrementSlowly": async (table, args: { id: string }) => {
    for (;;) {
      const before = existing(table, args.id)
      await scheduler.wait(0)
      const after = { ...before, count: before.count + 1 }
      if (existing(table, args.id).count !== before.count) continue
      table.updateUnindexed(after)
      return { result: after.count, changes: [{ before, after }] }
    }
  },
  "items:rename": (table, args: { id: string; title: string }) => {
    const before = existing(table, args.id)
    const after = { ...before, title: args.title }
    table.updateUnindexed(after)
    return { result: null, changes: [{ before, after }] }
  },
  "items:setStatus": (table, args: { id: string; status: string }) => {
    const before = existing(table, args.id)
    const after = { ...before, status: args.status }
    table.updateStatus(after)
    return { result: null, changes: [{ before, after }] }
  },
  "items:remove": (table, args: { id: string }) => {
    const before = existing(table, args.id)
    table.delete(args.id)
    return { result: null, changes: [{ before, after: null }] }
  },
}

function existing(table: ItemTable, id: string): Item {
  const item = table.get(id)
  if (item === null) throw new Error(`No document ${id}`)
  return item
}

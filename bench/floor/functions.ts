import type { Item, NewItem } from "./item.js"
import type { ItemTable } from "./item-table.js"
import type { NoteTable } from "./note-table.js"

export interface Tables {
  readonly items: ItemTable
  readonly notes: NoteTable
}

/** The queries by name. Arguments are trusted: the floor checks nothing. */
export const queries: Record<string, (tables: Tables, args: any) => unknown> = {
  "items:get": ({ items: table }, args: { id: string }) => table.get(args.id),
  "items:byProject": ({ items: table }, args: { project: string }) => table.byProject(args.project),
  "items:latest": ({ items: table }, args: { limit: number }) => table.latest(args.limit),
  "items:page": ({ items: table }, args: { numItems: number }) => table.page(args.numItems),
  "items:findNotes": ({ notes }, args: { words: string }) => notes.find(args.words),
  "items:countByProject": ({ items: table }, args: { project: string }) => table.countByProject(args.project),
}

/** What a mutation did: its result and each document that it wrote, before and after. */
export interface Written {
  result: unknown
  changes: { before: Item | null; after: Item | null }[]
}

/** The mutations by name. */
export const mutations: Record<string, (tables: Tables, args: any) => Written | Promise<Written>> = {
  "items:add": ({ items: table }, args: NewItem) => {
    const after = table.insert(args)
    return { result: after._id, changes: [{ before: null, after }] }
  },
  "items:addNote": ({ notes }, args: NewItem) => ({ result: notes.insert(args)._id, changes: [] }),
  "items:addMany": ({ items: table }, args: { items: NewItem[] }) => {
    const added = args.items.map((fields) => table.insert(fields))
    return { result: added.map((it) => it._id), changes: added.map((after) => ({ before: null, after })) }
  },
  "items:increment": ({ items: table }, args: { id: string }) => {
    const before = existing(table, args.id)
    const after = { ...before, count: before.count + 1 }
    table.updateUnindexed(after)
    return { result: after.count, changes: [{ before, after }] }
  },
  "items:incrementSlowly": async ({ items: table }, args: { id: string }) => {
    for (;;) {
      const before = existing(table, args.id)
      await scheduler.wait(0)
      const after = { ...before, count: before.count + 1 }
      if (existing(table, args.id).count !== before.count) continue
      table.updateUnindexed(after)
      return { result: after.count, changes: [{ before, after }] }
    }
  },
  "items:rename": ({ items: table }, args: { id: string; title: string }) => {
    const before = existing(table, args.id)
    const after = { ...before, title: args.title }
    table.updateUnindexed(after)
    return { result: null, changes: [{ before, after }] }
  },
  "items:setStatus": ({ items: table }, args: { id: string; status: string }) => {
    const before = existing(table, args.id)
    const after = { ...before, status: args.status }
    table.updateStatus(after)
    return { result: null, changes: [{ before, after }] }
  },
  "items:remove": ({ items: table }, args: { id: string }) => {
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

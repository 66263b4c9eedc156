/** A document of the floor's only table; the same fields as `app/zeroback/schema.ts` declares. */
export interface Item {
  _id: string
  _creationTime: number
  project: string
  status: string
  title: string
  body: string
  count: number
}

/** The fields that a client gives. */
export type NewItem = Omit<Item, "_id" | "_creationTime">

/** Row id of `items:<number>`. */
export function rowOf(id: string): number {
  return Number(id.slice("items:".length))
}

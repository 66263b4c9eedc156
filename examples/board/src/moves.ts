import { changePages, insertAtTop, useMutation, type LocalStore, type PaginatedItem } from "@zeroback/react"
import { api } from "../zeroback/_generated/api"

export type Card = PaginatedItem<typeof api.cards.list>
export type ColumnName = Card["column"]

export const columns: readonly { name: ColumnName; title: string }[] = [
  { name: "todo", title: "To do" },
  { name: "doing", title: "Doing" },
  { name: "done", title: "Done" },
]

/** A function that moves a card to the top of a column; the pages of both columns show it at once. */
export function useMove(): (card: Card, column: ColumnName) => Promise<unknown> {
  const move = useMutation(api.cards.move)
  return (card, column) =>
    move.withOptimisticUpdate((store) => {
      takeOut(store, card)
      insertAtTop(store, api.cards.list, { column }, { ...card, column })
    })({ id: card._id, column })
}

let added = 0

/** A function that adds a card to the top of a column, which shows it at once. */
export function useCreate(): (column: ColumnName, title: string) => Promise<unknown> {
  const create = useMutation(api.cards.create)
  return (column, title) => {
    // Made once for each card: the update runs again with each new state of the server, and several cards may be under way.
    const guess = {
      _id: `new-${++added}`,
      _creationTime: Date.now(),
      column,
      title,
      position: 0,
      pictureUrl: null,
    }
    return create.withOptimisticUpdate((store) => insertAtTop(store, api.cards.list, { column }, guess))({
      column,
      title,
    })
  }
}

/** Whether the server knows a card: before, nothing can be done with it. */
export function isSaved({ _id }: Card): boolean {
  return _id.startsWith("cards:")
}

/** A function that deletes a card; its column shows it at once. */
export function useRemove(): (card: Card) => Promise<unknown> {
  const remove = useMutation(api.cards.remove)
  return (card) => remove.withOptimisticUpdate((store) => takeOut(store, card))({ id: card._id })
}

function takeOut(store: LocalStore, { _id, column }: Card): void {
  changePages(store, api.cards.list, { column }, (item) => (item._id === _id ? undefined : item))
}

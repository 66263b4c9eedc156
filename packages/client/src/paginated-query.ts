import type { PaginationResult, ZerobackError } from "@zeroback/values"
import type { ZerobackClient } from "./client.js"
import { Listeners } from "./listeners.js"
import { QueryStore } from "./query-store.js"
import { shareStructure } from "./structural-sharing.js"

export type PaginationStatus = "LoadingFirstPage" | "CanLoadMore" | "Exhausted"

export interface PaginatedState {
  /** The documents of all pages. */
  readonly results: readonly unknown[]
  readonly status: PaginationStatus
  /** Why a page failed; its next good result clears it. */
  readonly error: ZerobackError | undefined
}

/** A live page: a query of its own, which begins where the page before it ends. */
interface Page {
  /** Absent for the first page. */
  readonly cursor: string | undefined
  readonly key: string
  readonly stop: () => void
}

const LOADING: PaginatedState = { results: [], status: "LoadingFirstPage", error: undefined }

/**
 * The live pages of a paginated query as one list without gaps or doubles.
 *
 * When a page comes to end elsewhere, the pages after it are asked for anew; until all of them have arrived the list
 * stays as it was. Framework-free: the hooks of React and Solid sit on it.
 */
export class PaginatedQuery {
  readonly #client: ZerobackClient
  readonly #fn: string
  readonly #args: Readonly<Record<string, unknown>>
  readonly #listeners = new Listeners()
  /** The sizes that were asked for, page by page. */
  readonly #sizes: number[]
  #pages: Page[] = []
  #state = LOADING
  /** How many pages the state was made of. */
  #shownPages = 0

  /** @param args - Those of the query without `cursor` and `numItems`. */
  constructor(client: ZerobackClient, fn: string, args: Readonly<Record<string, unknown>>, initialNumItems: number) {
    this.#client = client
    this.#fn = fn
    this.#args = args
    this.#sizes = [initialNumItems]
  }

  /** The list as it is to be shown; the same object until it changes. */
  get state(): PaginatedState {
    return this.#state
  }

  /** Keeps the list live, and calls `listener` after each change, until the function returned is called. */
  watch(listener: () => void): () => void {
    const stop = this.#listeners.add(listener)
    if (this.#pages.length === 0) this.#refresh()
    return () => {
      stop()
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  /** Asks for the next page, unless one is on its way or there is none. */
  loadMore(numItems: number): void {
    if (this.#state.status !== "CanLoadMore" || this.#shownPages < this.#sizes.length) return
    this.#sizes.push(numItems)
    this.#refresh()
  }

  /** Brings the chain of pages up to date, and the state when the chain is whole again. */
  #refresh(): void {
    const loaded: PaginationResult<unknown>[] = []
    let failure: ZerobackError | undefined
    for (const [i, numItems] of this.#sizes.entries()) {
      const previous = loaded[i - 1]
      if (previous && isLast(previous)) {
        this.#truncate(i)
        break
      }
      const { result, error } = this.#client.getQueryState(this.#openPage(i, numItems, previous?.continueCursor).key)
      if (error?.code === "invalid_cursor" && i > 0) return this.#startOver()
      failure = error
      if (error || result === undefined) break
      loaded.push(result as PaginationResult<unknown>)
    }
    // Fewer pages than before: one of them is on its way again, and the list waits for it.
    const isWhole = loaded.length >= Math.min(this.#sizes.length, this.#shownPages)
    if (isWhole) this.#show(loaded, failure)
    else if (failure !== this.#state.error) this.#enter({ ...this.#state, error: failure })
  }

  /** The page of this position; one that begins elsewhere is replaced. */
  #openPage(index: number, numItems: number, startCursor: string | null | undefined): Page {
    const cursor = startCursor ?? undefined
    const known = this.#pages[index]
    if (known && known.cursor === cursor) return known
    const args = { ...this.#args, numItems, ...(cursor === undefined ? {} : { cursor }) }
    const key = QueryStore.makeKey(this.#fn, args)
    const stopWatching = this.#client.watchQuery(key, () => this.#refresh())
    const unsubscribe = this.#client.subscribe(this.#fn, args)
    const stop = () => {
      stopWatching()
      unsubscribe()
    }
    known?.stop()
    return (this.#pages[index] = { cursor, key, stop })
  }

  #show(loaded: readonly PaginationResult<unknown>[], error: ZerobackError | undefined): void {
    const last = loaded.at(-1)
    const results = loaded.flatMap(({ page }) => page)
    this.#shownPages = loaded.length
    this.#enter({
      results: shareStructure(this.#state.results, results) as unknown[],
      status: last === undefined ? "LoadingFirstPage" : isLast(last) ? "Exhausted" : "CanLoadMore",
      error,
    })
  }

  #enter(state: PaginatedState): void {
    const { results, status, error } = this.#state
    if (state.results === results && state.status === status && state.error === error) return
    this.#state = state
    this.#listeners.tell()
  }

  /** The cursors are void, for instance after a deploy that changed the query. */
  #startOver(): void {
    this.#truncate(1)
    this.#shownPages = 0
    this.#refresh()
  }

  #truncate(count: number): void {
    this.#sizes.length = count
    this.#stop(count)
  }

  #stop(from = 0): void {
    for (const page of this.#pages.splice(from)) page.stop()
  }
}

function isLast(page: PaginationResult<unknown>): boolean {
  return page.isDone || page.continueCursor === null
}

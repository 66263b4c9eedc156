import { ZerobackError, type FunctionReference, type PaginationResult } from "@zeroback/values"
import type { ZerobackClient } from "./client.js"
import { Listeners } from "./listeners.js"
import { isPassing, QueryStore, type QueryKey } from "./query-store.js"
import { shareStructure } from "./structural-sharing.js"

/** A query that takes `cursor` and `numItems` and returns a `PaginationResult`. */
export type PaginatedQueryReference = FunctionReference<"query", unknown, PaginationResult<unknown>>

/** The arguments of a paginated query without those that {@link PaginatedQuery} fills in. */
export type PaginatedArgs<Ref extends PaginatedQueryReference> = [
  Exclude<keyof Ref["_args"], "cursor" | "numItems">,
] extends [never]
  ? Record<string, never>
  : Omit<Ref["_args"], "cursor" | "numItems">

/** What the pages of a paginated query hold. */
export type PaginatedItem<Ref extends PaginatedQueryReference> = Ref["_returns"]["page"][number]

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
  readonly start: string | undefined
  /** Where it ends however many documents it holds; absent where its size says that. */
  readonly end: string | undefined
  readonly key: QueryKey
  /** Whether there was a result of it. */
  wasThere: boolean
  readonly stop: () => void
}

/** A page that holds this many times what was asked for is split. */
const MOST_GROWTH = 4

/**
 * The live pages of a paginated query as one list without gaps or doubles.
 *
 * When a page comes to end elsewhere than the one after it begins, it is asked for anew with that place as its end, so
 * that the pages after it stay as they are. While a page is on its way the list stays as it was. Framework-free: the
 * hooks of React and Solid sit on it.
 */
export class PaginatedQuery {
  /** The state of a list of which nothing is known. */
  static readonly LOADING: PaginatedState = { results: [], status: "LoadingFirstPage", error: undefined }

  /** @param key - Of the query and its arguments without `cursor` and `numItems`. */
  static ofKey(client: ZerobackClient, key: QueryKey, initialNumItems: number): PaginatedQuery {
    const { fnName, args } = QueryStore.parseKey(key)
    return new PaginatedQuery(client, fnName, args as Record<string, unknown>, initialNumItems)
  }

  readonly #client: ZerobackClient
  readonly #fn: string
  readonly #args: Readonly<Record<string, unknown>>
  readonly #listeners = new Listeners()
  /** The sizes that were asked for, page by page. */
  readonly #sizes: number[]
  #pages: Page[] = []
  #state = PaginatedQuery.LOADING
  /** How many pages the state was made of. */
  #shownPages = 0
  /** Whether the query takes a page's end. One with cursors of its own making does not. */
  #canPin = true

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
    if (this.#pages.length === 0) {
      // What was shown when nobody watched may have been forgotten since, as by a sign-out.
      this.#shownPages = 0
      this.#refresh()
    }
    return () => {
      stop()
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  /**
   * Asks for the next page, unless one is on its way, there is none, or nobody watches.
   *
   * @throws ZerobackError `bad_request` when `numItems` is no positive integer; the list stays as it is.
   */
  loadMore(numItems: number): void {
    if (!Number.isInteger(numItems) || numItems < 1) {
      throw ZerobackError.coded("bad_request", `loadMore: ${String(numItems)} is no positive integer`)
    }
    if (this.#listeners.size === 0) return
    if (this.#state.status !== "CanLoadMore" || this.#shownPages < this.#sizes.length) return
    this.#sizes.push(numItems)
    this.#refresh()
  }

  /** Brings the chain of pages up to date, and the state when the chain is whole again. */
  #refresh(): void {
    const loaded: PaginationResult<unknown>[] = []
    let failure: ZerobackError | undefined
    let start: string | undefined
    for (let i = 0; i < this.#sizes.length; i++) {
      const numItems = this.#sizes[i] as number
      const page = this.#openPage(i, numItems, start)
      const { result, error } = this.#client.getQueryState(page.key)
      // Any query may be refused for now, or end with a sign-in; one that fails otherwise may not take a page's end.
      if (error && page.end !== undefined && !isPassing(error) && error.code !== "unauthenticated") {
        this.#canPin = false
        return this.#refreshFrom(i)
      }
      if (error?.code === "invalid_cursor" && i > 0) return this.#startOver(1)
      failure = error
      // All results were discarded, as by a sign-out: so is the list that was made of them.
      if (!error && result === undefined && page.wasThere) return this.#startOver(0)
      if (error || result === undefined) break
      page.wasThere = true
      const current = result as PaginationResult<unknown>
      if (page.end !== undefined && current.page.length > MOST_GROWTH * numItems) return this.#split(i, current)
      loaded.push(current)
      if (isLast(current)) {
        this.#truncate(i + 1)
        break
      }
      start = current.continueCursor ?? undefined
    }
    // Fewer pages than before: one of them is on its way again, and the list waits for it.
    const isWhole = loaded.length >= Math.min(this.#sizes.length, this.#shownPages)
    if (isWhole) this.#show(loaded, failure)
    else if (failure !== this.#state.error) this.#enter({ ...this.#state, error: failure })
  }

  /**
   * The page of this position. One that begins elsewhere is replaced; so is one that has come to end elsewhere than
   * the next one begins, by one that ends there.
   */
  #openPage(index: number, numItems: number, start: string | undefined): Page {
    const known = this.#pages[index]
    if (!known || known.start !== start) return this.#replace(index, numItems, start, undefined)
    const next = this.#pages[index + 1]?.start
    if (!this.#canPin || known.end !== undefined || next === undefined) return known
    const result = this.#client.getQueryResult(known.key) as PaginationResult<unknown> | undefined
    const isApart = result !== undefined && !isLast(result) && result.continueCursor !== next
    return isApart ? this.#replace(index, numItems, start, next) : known
  }

  #replace(index: number, numItems: number, start: string | undefined, end: string | undefined): Page {
    const cursor = end === undefined ? start : JSON.stringify([start ?? null, end])
    const args = { ...this.#args, numItems, ...(cursor === undefined ? {} : { cursor }) }
    const key = QueryStore.makeKey(this.#fn, args)
    const stopWatching = this.#client.watchQuery(key, () => this.#refresh())
    const unsubscribe = this.#client.subscribe(this.#fn, args)
    this.#pages[index]?.stop()
    return (this.#pages[index] = {
      start,
      end,
      key,
      wasThere: false,
      stop() {
        stopWatching()
        unsubscribe()
      },
    })
  }

  /** Makes several pages of the asked size of one that has grown, and asks for those after it anew. */
  #split(index: number, { page }: PaginationResult<unknown>): void {
    const numItems = this.#sizes[index] as number
    const more = Math.ceil(page.length / numItems) - 1
    this.#sizes.splice(index, 0, ...Array.from({ length: more }, () => numItems))
    this.#shownPages += more
    this.#refreshFrom(index)
  }

  #refreshFrom(index: number): void {
    this.#stop(index)
    this.#refresh()
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

  /**
   * Loads the first page only; the cursors may be void, for instance after a deploy that changed the query.
   *
   * @param shownPages - How many pages the list waits for as it is; with 0 it is empty meanwhile.
   */
  #startOver(shownPages: number): void {
    this.#sizes.length = 1
    this.#shownPages = shownPages
    this.#refreshFrom(0)
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

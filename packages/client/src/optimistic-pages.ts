import { canonicalKey, type PaginationResult } from "@zeroback/values"
import { functionName, type Likely, type LocalStore } from "./local-store.js"
import type { PaginatedArgs, PaginatedItem, PaginatedQueryReference } from "./paginated-query.js"

type Args = Readonly<Record<string, unknown>>

/** A paginated query by reference or by name. */
type PagesName = PaginatedQueryReference | { readonly _name: string; readonly _kind?: undefined } | string

type PagesArgs<Ref extends PagesName> = Ref extends PaginatedQueryReference ? PaginatedArgs<Ref> : Args

type PagesItem<Ref extends PagesName> = Ref extends PaginatedQueryReference ? PaginatedItem<Ref> : unknown

/**
 * In an optimistic update: shows `item` at the top of a paginated query's list.
 *
 * @param args - Those of the query without `cursor` and `numItems`, as the paginated hooks take them.
 */
export function insertAtTop<Ref extends PagesName>(
  store: LocalStore,
  ref: Ref,
  args: PagesArgs<Ref>,
  item: Likely<PagesItem<Ref>>,
): void {
  const name = functionName(ref)
  for (const page of loadedPages(store, name, args)) {
    const { cursor } = page.args
    // The first page has no cursor, or one that says where it ends only.
    if (cursor !== undefined && !String(cursor).startsWith("[null,")) continue
    store.setQuery(name, page.args, { ...page.result, page: [item, ...page.result.page] })
  }
}

/**
 * In an optimistic update: shows each item of a paginated query's list as `change` returns it; without those for
 * which it returns `undefined`.
 */
export function changePages<Ref extends PagesName>(
  store: LocalStore,
  ref: Ref,
  args: PagesArgs<Ref>,
  change: (item: PagesItem<Ref>) => Likely<PagesItem<Ref>> | undefined,
): void {
  const name = functionName(ref)
  for (const page of loadedPages(store, name, args)) {
    const items = (page.result.page as PagesItem<Ref>[]).map(change).filter((item) => item !== undefined)
    store.setQuery(name, page.args, { ...page.result, page: items })
  }
}

function loadedPages(store: LocalStore, name: string, args: Args) {
  const wanted = canonicalKey(name, args ?? {})
  return (store.getAllQueries(name) as { args: Args; result: PaginationResult<unknown> }[]).filter((query) => {
    const rest: Record<string, unknown> = { ...query.args, cursor: undefined, numItems: undefined }
    return canonicalKey(name, rest) === wanted
  })
}

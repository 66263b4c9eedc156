import { canonicalKey, type PaginationResult } from "@zeroback/values"
import { functionName, type FunctionName, type LocalStore } from "./local-store.js"

type Args = Readonly<Record<string, unknown>>

/**
 * In an optimistic update: shows `item` at the top of a paginated query's list.
 *
 * @param args - Those of the query without `cursor` and `numItems`, as the paginated hooks take them.
 */
export function insertAtTop(store: LocalStore, ref: FunctionName, args: Args, item: unknown): void {
  for (const page of loadedPages(store, ref, args)) {
    const { cursor } = page.args
    // The first page has no cursor, or one that says where it ends only.
    if (cursor !== undefined && !String(cursor).startsWith("[null,")) continue
    store.setQuery(ref, page.args, { ...page.result, page: [item, ...page.result.page] })
  }
}

/**
 * In an optimistic update: shows each item of a paginated query's list as `change` returns it; without those for
 * which it returns `undefined`.
 */
export function changePages(
  store: LocalStore,
  ref: FunctionName,
  args: Args,
  change: (item: unknown) => unknown,
): void {
  for (const page of loadedPages(store, ref, args)) {
    const items = page.result.page.map(change).filter((item) => item !== undefined)
    store.setQuery(ref, page.args, { ...page.result, page: items })
  }
}

function loadedPages(store: LocalStore, ref: FunctionName, args: Args) {
  const wanted = canonicalKey(functionName(ref), args ?? {})
  return (store.getAllQueries(ref) as { args: Args; result: PaginationResult<unknown> }[]).filter((query) => {
    const rest: Record<string, unknown> = { ...query.args, cursor: undefined, numItems: undefined }
    return canonicalKey(functionName(ref), rest) === wanted
  })
}

import type { PaginationResult } from "@zeroback/values"
import type { FieldPath } from "./field-path.js"
import type { FilterBuilder, FilterExpression } from "./filter.js"
import type { IndexRange, IndexRangeBuilder } from "./index-range.js"

export type Direction = "asc" | "desc"

/**
 * A query under construction. It is immutable: every method but the terminal ones returns a new query. A new one that a
 * handler drops while it runs the one before is told in the log.
 *
 * Without an index documents come in the order of their creation.
 *
 * The methods that end a query find out what is wrong with it: they throw a ZerobackError `bad_request` for a table,
 * index, field or search field that does not exist and for a value that cannot be compared with, `invalid_search` for a
 * text that cannot be searched for, and `too_large` for a filter with too many values or when the transaction has
 * then read more than `limits.documentsRead` documents.
 */
export interface QueryBuilder<Doc, Indexes extends Record<string, readonly string[]>, SearchField extends string> {
  /**
   * Reads in the order of an index, within `range` if given: all bounds that it makes count. A query uses one index.
   *
   * @throws ZerobackError `bad_request` when the query has an index already, or `range` does not return what it made.
   * @example ctx.db.query("tasks").withIndex("by_project", (q) => q.eq("projectId", id)).collect()
   */
  withIndex<Name extends keyof Indexes & string>(
    name: Name,
    range?: (q: IndexRangeBuilder<Doc, Indexes[Name]>) => IndexRange,
  ): QueryBuilder<Doc, Indexes, SearchField>

  /**
   * Full-text search in a field that has a search index; the most relevant documents come first, whatever `order` says.
   * Neither `withIndex` nor `orderBy` goes with it, nor a second search.
   */
  search(field: SearchField, query: string): QueryBuilder<Doc, Indexes, SearchField>

  /** Keeps documents that satisfy a condition. Several filters must all hold. */
  filter(condition: (q: FilterBuilder<Doc>) => FilterExpression): QueryBuilder<Doc, Indexes, SearchField>

  /** Sets the direction of the index or creation order; `"asc"` by default. */
  order(direction: Direction): QueryBuilder<Doc, Indexes, SearchField>

  /** Orders by a field that needs no index; arrays, objects and bytes need one. */
  orderBy(field: FieldPath<Doc>, direction?: Direction): QueryBuilder<Doc, Indexes, SearchField>

  /** Reads all matching documents. */
  collect(): Promise<Doc[]>

  /** Reads the first matching document; `null` if there is none. */
  first(): Promise<Doc | null>

  /**
   * Reads the only matching document.
   *
   * @throws ZerobackError `execution_error` when none or more than one matches.
   */
  unique(): Promise<Doc>

  /**
   * Reads at most `n` documents. A live query re-runs only when a write lands in the range actually read.
   *
   * @param n - Documents to return; a non-negative integer.
   * @throws ZerobackError `bad_request` when `n` is negative or not an integer.
   */
  take(n: number): Promise<Doc[]>

  /** Counts the matching documents; they do not count as read. */
  count(): Promise<number>

  /**
   * Reads one page.
   *
   * @param options - `cursor` is null for the first page, then the `continueCursor` of the page before; `numItems` is
   *   from 1 to 1,000.
   * @throws ZerobackError `bad_request` when `numItems` is not; `invalid_cursor` when the cursor is damaged or belongs
   *   to another query.
   */
  paginate(options: { cursor: string | null; numItems: number }): Promise<PaginationResult<Doc>>
}

import type { ValueAt } from "./field-path.js"

/** One bound of an index range, as data. */
export interface Bound {
  readonly op: "eq" | "gt" | "gte" | "lt" | "lte"
  readonly field: string
  readonly value: unknown
}

/** A finished index range: what the callback of `withIndex` returns. */
export interface IndexRange {
  readonly bounds: readonly Bound[]
}

interface LowerBound<Doc, Field extends string, Next> {
  /** The field is greater than `value`. */
  gt(field: Field, value: ValueAt<Doc, Field>): Next
  /** The field is at least `value`. */
  gte(field: Field, value: ValueAt<Doc, Field>): Next
}

interface UpperBound<Doc, Field extends string, Next> {
  /** The field is less than `value`. */
  lt(field: Field, value: ValueAt<Doc, Field>): Next
  /** The field is at most `value`. */
  lte(field: Field, value: ValueAt<Doc, Field>): Next
}

interface Equality<Doc, Field extends string, Next> {
  /** The field equals `value`; the next bound is about the next field of the index. */
  eq(field: Field, value: ValueAt<Doc, Field>): Next
}

/** Bounds an index: equality on leading fields in order, then at most one range on the field after them. */
export type IndexRangeBuilder<Doc, Names extends readonly string[]> = Names extends readonly [
  infer Field extends string,
  ...infer Rest extends readonly string[],
]
  ? IndexRange &
      Equality<Doc, Field, IndexRangeBuilder<Doc, Rest>> &
      LowerBound<Doc, Field, IndexRange & UpperBound<Doc, Field, IndexRange>> &
      UpperBound<Doc, Field, IndexRange & LowerBound<Doc, Field, IndexRange>>
  : IndexRange

import type { IsAny, ValueAt } from "./field-path.js"

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

/** A range with a bound on one side of `Field`: what is left to say is the other side. */
interface UpperBound<Value, Field extends string> extends IndexRange {
  /** The field is less than `value`. */
  lt(field: Field, value: Value): IndexRange
  /** The field is at most `value`. */
  lte(field: Field, value: Value): IndexRange
}

interface LowerBound<Value, Field extends string> extends IndexRange {
  /** The field is greater than `value`. */
  gt(field: Field, value: Value): IndexRange
  /** The field is at least `value`. */
  gte(field: Field, value: Value): IndexRange
}

/** What can be said of the next field of an index, `Rest` being the fields after it. */
interface NextBound<Doc, Value, Field extends string, Rest extends readonly string[]> extends IndexRange {
  /** The field equals `value`; the next bound is about the next field of the index. */
  eq(field: Field, value: Value): IndexRangeBuilder<Doc, Rest>
  /** The field is greater than `value`. */
  gt(field: Field, value: Value): UpperBound<Value, Field>
  /** The field is at least `value`. */
  gte(field: Field, value: Value): UpperBound<Value, Field>
  /** The field is less than `value`. */
  lt(field: Field, value: Value): LowerBound<Value, Field>
  /** The field is at most `value`. */
  lte(field: Field, value: Value): LowerBound<Value, Field>
}

/** Bounds an index of which nothing is known, as before the first code generation. */
interface AnyBound extends IndexRange {
  eq(field: string, value: unknown): AnyBound
  gt(field: string, value: unknown): AnyBound
  gte(field: string, value: unknown): AnyBound
  lt(field: string, value: unknown): AnyBound
  lte(field: string, value: unknown): AnyBound
}

/** Bounds an index: equality on leading fields in order, then at most one range on the field after them. */
export type IndexRangeBuilder<Doc, Names extends readonly string[]> =
  IsAny<Names> extends true
    ? AnyBound
    : Names extends readonly [infer Field extends string, ...infer Rest extends readonly string[]]
      ? NextBound<Doc, ValueAt<Doc, Field>, Field, Rest>
      : IndexRange

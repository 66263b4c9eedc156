import type { FieldPath, ValueAt } from "./field-path.js"

/** Refers to a field of the document that is being filtered. */
export interface Expression<T> {
  readonly field: string
  readonly _value?: T
}

/** A condition, as data ("A query as data" in docs/architecture.md). */
export type FilterExpression =
  | { readonly op: "eq" | "neq" | "lt" | "lte" | "gt" | "gte"; readonly left: Operand; readonly right: Operand }
  | { readonly op: "and" | "or" | "not"; readonly of: readonly FilterExpression[] }

export type Operand = { readonly field: string } | { readonly value: unknown }

type Comparable<T> = Expression<NonNullable<T> | null | undefined> | NonNullable<T> | null | undefined

/** Compares a field with a value or with another field. */
export interface Comparison {
  <T>(left: Expression<T>, right: Comparable<NoInfer<T>>): FilterExpression
  <T>(left: Comparable<NoInfer<T>>, right: Expression<T>): FilterExpression
}

/**
 * Builds the condition of `filter`.
 *
 * Values compare in the value order: absent < null < int64 < number < boolean < string < bytes < array < object.
 * `eq` and `neq` against `null` treat a missing field as null; against `undefined` they mean missing only.
 */
export interface FilterBuilder<Doc> {
  /** Refers to a field; `"address.city"` names a nested one. */
  field<const Path extends FieldPath<Doc>>(path: Path): Expression<ValueAt<Doc, Path>>
  readonly eq: Comparison
  readonly neq: Comparison
  readonly lt: Comparison
  readonly lte: Comparison
  readonly gt: Comparison
  readonly gte: Comparison
  and(...conditions: FilterExpression[]): FilterExpression
  or(...conditions: FilterExpression[]): FilterExpression
  not(condition: FilterExpression): FilterExpression
}

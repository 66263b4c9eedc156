import type { Id } from "@zeroback/values"

/**
 * A description of the values that a field, an argument or a result may hold.
 *
 * At run time it is exactly the data that the engine reads ("Schema and validators as data" in docs/architecture.md);
 * `_type` exists in types only. Build one with `v`.
 */
export interface Validator<T = any> {
  readonly type: string
  readonly _type: T
}

/** Fields by name: of a table, of an object, or the arguments of a function. */
export type Fields = Record<string, Validator<any>>

export interface OptionalValidator<T> extends Validator<T | undefined> {
  readonly type: "optional"
  readonly inner: Validator<T>
}

export interface IdValidator<Table extends string> extends Validator<Id<Table>> {
  readonly type: "id"
  readonly table: Table
}

export interface ArrayValidator<Element extends Validator<any>> extends Validator<Element["_type"][]> {
  readonly type: "array"
  readonly element: Element
}

export interface ObjectValidator<F extends Fields> extends Validator<ObjectOf<F>> {
  readonly type: "object"
  readonly fields: F
}

export interface UnionValidator<Members extends readonly Validator<any>[]> extends Validator<Members[number]["_type"]> {
  readonly type: "union"
  readonly members: Members
}

export interface LiteralValidator<T extends LiteralValue> extends Validator<T> {
  readonly type: "literal"
  readonly value: T
}

export interface RecordValidator<Keys extends Validator<string>, Values extends Validator<any>> extends Validator<
  Record<Keys["_type"], Values["_type"]>
> {
  readonly type: "record"
  readonly keys: Keys
  readonly values: Values
}

export type LiteralValue = string | number | boolean | bigint

type OptionalNames<F extends Fields> = {
  [Name in keyof F]: F[Name] extends { readonly type: "optional" } ? Name : never
}[keyof F]

/** The object type that fields describe: an optional validator makes an optional property. */
export type ObjectOf<F extends Fields> = [OptionalNames<F>] extends [never]
  ? { [Name in keyof F]: F[Name]["_type"] }
  : Flatten<
      { [Name in Exclude<keyof F, OptionalNames<F>>]: F[Name]["_type"] } & {
        [Name in OptionalNames<F>]?: F[Name]["_type"]
      }
    >

/** Shows an intersection as one object type on hover. */
export type Flatten<T> = { [Name in keyof T]: T[Name] } & {}

function describe<V extends Validator<any>>(description: Omit<V, "_type">): V {
  return Object.freeze(description) as V
}

/** Makes validators: `v.string()`, `v.optional(v.array(v.id("tasks")))`, ... */
export const v = {
  string: () => describe<Validator<string> & { readonly type: "string" }>({ type: "string" }),

  /** An IEEE 754 double, NaN and the infinities included. */
  number: () => describe<Validator<number> & { readonly type: "number" }>({ type: "number" }),

  boolean: () => describe<Validator<boolean> & { readonly type: "boolean" }>({ type: "boolean" }),

  null: () => describe<Validator<null> & { readonly type: "null" }>({ type: "null" }),

  /** Any value that a document can hold. */
  any: () => describe<Validator<any> & { readonly type: "any" }>({ type: "any" }),

  /** The same values as `v.number()`, said explicitly. */
  float64: () => describe<Validator<number> & { readonly type: "float64" }>({ type: "float64" }),

  /** A `bigint` from -2^63 to 2^63 - 1. */
  int64: () => describe<Validator<bigint> & { readonly type: "int64" }>({ type: "int64" }),

  /** An `ArrayBuffer`. */
  bytes: () => describe<Validator<ArrayBuffer> & { readonly type: "bytes" }>({ type: "bytes" }),

  /** The id of a document of `table`. The document need not exist. */
  id: <Table extends string>(table: Table) => describe<IdValidator<Table>>({ type: "id", table }),

  /** An object with exactly these fields. */
  object: <F extends Fields>(fields: F) => describe<ObjectValidator<F>>({ type: "object", fields }),

  array: <Element extends Validator<any>>(element: Element) =>
    describe<ArrayValidator<Element>>({ type: "array", element }),

  /** A field that may be missing. It has a meaning only as a field of a table, an object or the arguments. */
  optional: <T>(inner: Validator<T>) => describe<OptionalValidator<T>>({ type: "optional", inner }),

  /** A value that at least one of `members` accepts. */
  union: <Members extends readonly Validator<any>[]>(...members: Members) =>
    describe<UnionValidator<Members>>({ type: "union", members }),

  /** Exactly `value`. */
  literal: <const T extends LiteralValue>(value: T) => describe<LiteralValidator<T>>({ type: "literal", value }),

  /** An object with any keys that `keys` accepts. */
  record: <Keys extends Validator<string>, Values extends Validator<any>>(keys: Keys, values: Values) =>
    describe<RecordValidator<Keys, Values>>({ type: "record", keys, values }),
}

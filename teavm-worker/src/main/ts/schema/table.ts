import type { FieldPath } from "../database/field-path.js"
import type { Fields, ObjectOf } from "./validator.js"

/** Field names of each index, by index name. */
export type IndexFields = Record<string, readonly string[]>

export interface IndexDescription {
  readonly name: string
  readonly fields: readonly string[]
  readonly unique?: boolean
}

export interface SearchIndexDescription {
  readonly name: string
  readonly searchField: string
  readonly filterFields?: readonly string[]
  readonly tokenize?: Tokenizer
}

/** How text becomes words: `unicode61` (default), `porter` (English stems) or `trigram` (any substring; CJK text). */
export type Tokenizer = "unicode61" | "porter" | "trigram"

export interface IndexOptions {
  /** Refuses a write that would give two documents equal values in all fields of the index: `unique_violation`. */
  readonly unique?: boolean
}

export interface SearchIndexOptions<Doc, Field extends FieldPath<Doc>> {
  readonly searchField: Field
  readonly filterFields?: readonly FieldPath<Doc>[]
  readonly tokenize?: Tokenizer
}

/**
 * One table of a schema. It is immutable: `index` and `searchIndex` return a new definition.
 *
 * Every table has the indexes `by_id` and `by_creation_time` without being asked.
 */
export interface TableDefinition<
  F extends Fields = any,
  Indexes extends IndexFields = any,
  SearchField extends string = any,
> {
  readonly fields: F
  readonly indexes: readonly IndexDescription[]
  readonly searchIndexes: readonly SearchIndexDescription[]
  /** In types only: what `withIndex` and `search` may name. */
  readonly _names?: { readonly indexes: Indexes; readonly searchField: SearchField }

  /**
   * Declares an index for `withIndex(name)`.
   *
   * @param fields - Field names in index order; `"address.city"` names a nested one.
   */
  index<const Name extends string, const Path extends readonly FieldPath<ObjectOf<F>>[]>(
    name: Name,
    fields: Path,
    options?: IndexOptions,
  ): TableDefinition<F, Indexes & Record<Name, Path>, SearchField>

  /** Declares a full-text index; `search(searchField, text)` uses it. */
  searchIndex<const Field extends FieldPath<ObjectOf<F>>>(
    name: string,
    options: SearchIndexOptions<ObjectOf<F>, Field>,
  ): TableDefinition<F, Indexes, SearchField | Field>
}

/** A table as data. */
export type TableDescription = Pick<TableDefinition<any, any, any>, "fields" | "indexes" | "searchIndexes">

/** Declares a table. `_id` and `_creationTime` are added by the system and not declared. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- no index is declared yet
export function defineTable<F extends Fields>(fields: F): TableDefinition<F, {}, never> {
  return table(fields, [], [])
}

function table<F extends Fields, Indexes extends IndexFields, SearchField extends string>(
  fields: F,
  indexes: readonly IndexDescription[],
  searchIndexes: readonly SearchIndexDescription[],
): TableDefinition<F, Indexes, SearchField> {
  return Object.freeze({
    fields,
    indexes,
    searchIndexes,
    index: (name: string, names: readonly string[], options?: IndexOptions) =>
      table<F, any, SearchField>(fields, [...indexes, { name, fields: names, ...options }], searchIndexes),
    searchIndex: (name: string, options: Omit<SearchIndexDescription, "name">) =>
      table<F, Indexes, any>(fields, indexes, [...searchIndexes, { name, ...options }]),
  })
}

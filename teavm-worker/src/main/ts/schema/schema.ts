import type { Id } from "@zeroback/values"
import type { Flatten, ObjectOf } from "./validator.js"
import type { TableDefinition } from "./table.js"

export type Tables = Record<string, TableDefinition<any, any, any>>

/** The whole schema of an app. */
export interface SchemaDefinition<T extends Tables = Tables> {
  readonly tables: T
}

/** Declares the app's tables. Export the result of it as `schema` from `schema.ts`. */
export function defineSchema<T extends Tables>(tables: T): SchemaDefinition<T> {
  return Object.freeze({ tables })
}

/** What the system adds to every document of `Table`. */
export interface SystemFields<Table extends string> {
  _id: Id<Table>
  /** Unix time in milliseconds. */
  _creationTime: number
}

/** The document type of one table of a schema: `InferDocument<typeof schema, "tasks">`. */
export type InferDocument<Schema extends SchemaDefinition<any>, Table extends keyof Schema["tables"] & string> =
  Schema["tables"][Table] extends TableDefinition<infer F, any, any>
    ? Flatten<SystemFields<Table> & ObjectOf<F>>
    : never

/** Document types of all tables, by table name. */
export type InferDataModel<Schema extends SchemaDefinition<any>> = {
  [Table in keyof Schema["tables"] & string]: InferDocument<Schema, Table>
}

/** The declared indexes of one table: field names by index name. */
export type InferIndexes<Schema extends SchemaDefinition<any>, Table extends keyof Schema["tables"]> =
  Schema["tables"][Table] extends TableDefinition<any, infer Indexes, any> ? Flatten<Indexes> : never

/** The declared indexes of all tables. */
export type InferTableIndexes<Schema extends SchemaDefinition<any>> = {
  [Table in keyof Schema["tables"] & string]: InferIndexes<Schema, Table>
}

/** Fields of one table that `search` can name. */
export type InferSearchField<Schema extends SchemaDefinition<any>, Table extends keyof Schema["tables"]> =
  Schema["tables"][Table] extends TableDefinition<any, any, infer Field> ? Field : never

/** Searchable fields of all tables. */
export type InferSearchFields<Schema extends SchemaDefinition<any>> = {
  [Table in keyof Schema["tables"] & string]: InferSearchField<Schema, Table>
}

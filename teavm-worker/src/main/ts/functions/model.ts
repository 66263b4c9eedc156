/**
 * The types of an app's data, as code generation writes them: document types, index fields and searchable fields, each
 * by table name.
 */
export interface Model {
  documents: Record<string, any>
  indexes: Record<string, Record<string, readonly string[]>>
  searchFields: Record<string, string>
}

/** Names of the tables of a model. */
export type TableName<M extends Model> = keyof M["documents"] & string

/** A stored document of a table. */
export type Doc<M extends Model, Table extends TableName<M>> = M["documents"][Table]

/** What `insert` and `replace` take: the document without what the system adds. */
export type NewDoc<M extends Model, Table extends TableName<M>> = Omit<Doc<M, Table>, "_id" | "_creationTime">

/** Declared index fields of a table and the two indexes that every table has. */
export type IndexesOf<M extends Model, Table extends TableName<M>> = M["indexes"][Table] & {
  by_id: readonly ["_id"]
  by_creation_time: readonly ["_creationTime"]
}

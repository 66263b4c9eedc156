import type { Id } from "@zeroback/values"
import type { Doc, IndexesOf, Model, NewDoc, TableName } from "../functions/model.js"
import type { QueryBuilder } from "./query-builder.js"

/** `ctx.db` of a query. */
export interface DatabaseReader<M extends Model> {
  /** Starts a query on a table. */
  query<Table extends TableName<M>>(
    table: Table,
  ): QueryBuilder<Doc<M, Table>, IndexesOf<M, Table>, M["searchFields"][Table]>

  /** Reads a document by its id; `null` if it does not exist. */
  get<Table extends TableName<M>>(id: Id<Table>): Promise<Doc<M, Table> | null>

  /** The same, refusing an id of another table than `table`. */
  get<Table extends TableName<M>>(table: Table, id: Id<NoInfer<Table>>): Promise<Doc<M, Table> | null>

  /** Reads documents by id, of several tables if need be; a missing one is `null` in the map. */
  getMany<Table extends TableName<M>>(...ids: Id<Table>[]): Promise<Map<Id<Table>, Doc<M, Table> | null>>
}

/** `ctx.db` of a mutation. Its reads see its own writes; all writes commit together or not at all. */
export interface DatabaseWriter<M extends Model> extends DatabaseReader<M> {
  /** Adds a document and returns its id. `_id` and `_creationTime` are made by the system. */
  insert<Table extends TableName<M>>(table: Table, document: NewDoc<M, Table>): Promise<Id<Table>>

  /** Changes the given fields of a document; an explicit `undefined` removes an optional field. */
  patch<Table extends TableName<M>>(id: Id<Table>, fields: Partial<NewDoc<M, Table>>): Promise<void>

  /** Replaces all fields of a document but `_id` and `_creationTime`. */
  replace<Table extends TableName<M>>(id: Id<Table>, document: NewDoc<M, Table>): Promise<void>

  /** Deletes a document. */
  delete<Table extends TableName<M>>(id: Id<Table>): Promise<void>
}

import type { Id } from "@zeroback/values"
import type { Doc, IndexesOf, Model, NewDoc } from "../functions/model.js"
import type { QueryBuilder } from "./query-builder.js"

/**
 * `ctx.db` of a query.
 *
 * Each read throws a ZerobackError `too_large` when the transaction has then read more than `limits.documentsRead`
 * documents.
 */
export interface DatabaseReader<M extends Model> {
  /**
   * Starts a query on a table.
   *
   * @throws ZerobackError `bad_request` when the name begins with `_`; another table that the schema lacks is refused by
   *   the method that ends the query.
   */
  query<Table extends keyof M["documents"] & string>(
    table: Table,
  ): QueryBuilder<Doc<M, Table>, IndexesOf<M, Table>, M["searchFields"][Table]>

  /**
   * Reads a document by its id; `null` if it does not exist.
   *
   * @throws ZerobackError `bad_request` when `id` does not begin with the name of a table.
   */
  get<Table extends keyof M["documents"] & string>(id: Id<Table>): Promise<Doc<M, Table> | null>

  /**
   * The same, for an id of that table.
   *
   * @throws ZerobackError `bad_request` when `id` is of another table or none, or the schema lacks `table`.
   */
  get<Table extends keyof M["documents"] & string>(table: Table, id: Id<NoInfer<Table>>): Promise<Doc<M, Table> | null>

  /**
   * Reads documents by id, of several tables if need be; a missing one is `null` in the map.
   *
   * @throws ZerobackError `bad_request` when one of them names no table.
   */
  getMany<Table extends keyof M["documents"] & string>(
    ...ids: Id<Table>[]
  ): Promise<Map<Id<Table>, Doc<M, Table> | null>>
}

/**
 * `ctx.db` of a mutation. Its reads see its own writes; all writes commit together or not at all.
 *
 * Each write throws a ZerobackError `execution_error` that names the field when the document does not fit the schema,
 * and `too_large` when it has more than 1 MiB, its indexed fields more than 512 KiB, or the transaction has written more
 * documents than `limits.documentsWritten`. It may be caught; one whose promise the handler never looks at fails the
 * mutation. The commit fails with `unique_violation` when a unique index has the values already.
 */
export interface DatabaseWriter<M extends Model> extends DatabaseReader<M> {
  /**
   * Adds a document and returns its id. `_id` and `_creationTime` are made by the system.
   *
   * @throws ZerobackError `bad_request` when the schema lacks the table.
   */
  insert<Table extends keyof M["documents"] & string>(table: Table, document: NewDoc<M, Table>): Promise<Id<Table>>

  /**
   * Changes the given fields of a document; an explicit `undefined` removes an optional field.
   *
   * @throws ZerobackError `not_found` when there is no such document; `bad_request` when `id` names no table.
   */
  patch<Table extends keyof M["documents"] & string>(id: Id<Table>, fields: Partial<NewDoc<M, Table>>): Promise<void>

  /**
   * Replaces all fields of a document but `_id` and `_creationTime`.
   *
   * @throws ZerobackError as `patch` does.
   */
  replace<Table extends keyof M["documents"] & string>(id: Id<Table>, document: NewDoc<M, Table>): Promise<void>

  /**
   * Deletes a document.
   *
   * @throws ZerobackError `not_found` when there is no such document; `bad_request` when `id` names no table.
   */
  delete<Table extends keyof M["documents"] & string>(id: Id<Table>): Promise<void>
}

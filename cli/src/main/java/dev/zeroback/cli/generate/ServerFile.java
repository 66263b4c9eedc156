package dev.zeroback.cli.generate;

/** Writes {@code server.ts}: the factories and context types bound to the data model. */
final class ServerFile {
  private static final String BODY =
      """
      import { functionFactories } from "@zeroback/server"
      import type * as zeroback from "@zeroback/server"
      import type { DataModel, SearchFields, TableIndexes } from "./dataModel.js"

      /** The app's data model, as the server's types take it. */
      export type Model = { documents: DataModel; indexes: TableIndexes; searchFields: SearchFields }

      const factories = functionFactories<Model>()

      /** Makes a read-only function; clients subscribe to its result. */
      export const query = factories.query

      /** Makes a function that reads and writes in one transaction, retried on conflict: it may run more than once. */
      export const mutation = factories.mutation

      /** Makes a function that may call other services; it reaches data by calling queries and mutations. */
      export const action = factories.action

      /** Makes a query that clients cannot call. */
      export const internalQuery = factories.internalQuery

      /** Makes a mutation that clients cannot call. */
      export const internalMutation = factories.internalMutation

      /** Makes an action that clients cannot call. */
      export const internalAction = factories.internalAction

      export { v } from "@zeroback/server"

      export type QueryCtx = zeroback.QueryCtx<Model>
      export type MutationCtx = zeroback.MutationCtx<Model>
      export type ActionCtx = zeroback.ActionCtx
      export type DatabaseReader = zeroback.DatabaseReader<Model>
      export type DatabaseWriter = zeroback.DatabaseWriter<Model>
      export type { DataModel, Doc, Id } from "./dataModel.js"
      """;

  private ServerFile() {}

  static GeneratedFile of() {
    return GeneratedFile.of("server.ts", BODY);
  }
}

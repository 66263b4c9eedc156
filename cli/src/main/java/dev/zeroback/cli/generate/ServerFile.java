package dev.zeroback.cli.generate;

/** Writes {@code server.ts}: the factories and context types bound to the data model. */
final class ServerFile {
  private static final String BODY =
      """
      import { functionFactories } from "@zeroback/server"
      import type * as zeroback from "@zeroback/server"
      import type { DataModel, SearchFields, TableIndexes } from "./dataModel"

      /** The app's data model, as the server's types take it. */
      export type Model = { documents: DataModel; indexes: TableIndexes; searchFields: SearchFields }

      export const { query, mutation, action, internalQuery, internalMutation, internalAction } = functionFactories<Model>()

      export { v } from "@zeroback/server"

      export type QueryCtx = zeroback.QueryCtx<Model>
      export type MutationCtx = zeroback.MutationCtx<Model>
      export type ActionCtx = zeroback.ActionCtx
      export type DatabaseReader = zeroback.DatabaseReader<Model>
      export type DatabaseWriter = zeroback.DatabaseWriter<Model>
      export type { DataModel, Doc, Id } from "./dataModel"
      """;

  private ServerFile() {}

  static GeneratedFile of() {
    return GeneratedFile.of("server.ts", BODY);
  }
}

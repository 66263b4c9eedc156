import { functionFactories } from "@zeroback/server"
import type { DatabaseReader, InferDataModel, InferSearchFields, InferTableIndexes } from "@zeroback/server"
import type { schema } from "./schema.js"

export interface DataModel {
  documents: InferDataModel<typeof schema>
  indexes: InferTableIndexes<typeof schema>
  searchFields: InferSearchFields<typeof schema>
}

export type Reader = DatabaseReader<DataModel>

export const { query, mutation } = functionFactories<DataModel>()

import { functionFactories } from "@zeroback/server"
import type { InferDataModel, InferSearchFields, InferTableIndexes } from "@zeroback/server"
import type { schema } from "./schema.js"

export const { query, mutation, action, internalQuery, internalMutation } = functionFactories<{
  documents: InferDataModel<typeof schema>
  indexes: InferTableIndexes<typeof schema>
  searchFields: InferSearchFields<typeof schema>
}>()

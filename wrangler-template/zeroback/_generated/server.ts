// A stub until `zeroback dev` or `zeroback codegen` writes this file with the types of your schema.
import { functionFactories } from "@zeroback/server"

export const { query, mutation, action, internalQuery, internalMutation, internalAction } = functionFactories<any>()

export { v } from "@zeroback/server"

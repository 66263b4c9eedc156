export { createAction } from "./create-action.js"
export { createConnectionState } from "./create-connection-state.js"
export { createMutation, type CreateMutationOptions, type MutationUpdate, type RunMutation } from "./create-mutation.js"
export { createPaginatedQuery, type CreatePaginatedQueryResult } from "./create-paginated-query.js"
export { createPreloadedQuery } from "./create-preloaded-query.js"
export { createQuery, createQueryWithStatus, type QueryStatus } from "./create-query.js"
export type {
  ActionReference,
  CallArgs,
  MaybeAccessor,
  MutationReference,
  QueryArgs,
  QueryOptions,
  QueryReference,
} from "./function-types.js"
export { useZerobackClient, ZerobackProvider, type ZerobackProviderProps } from "./provider.js"
export {
  changePages,
  insertAtTop,
  QueryStore,
  ZerobackClient,
  ZerobackError,
  type ConnectionState,
  type FunctionReference,
  type Id,
  type LocalStore,
  type PaginatedArgs,
  type PaginatedItem,
  type PaginatedQueryReference,
  type PaginationResult,
  type PaginationStatus,
  type Preloaded,
  type ZerobackClientOptions,
} from "@zeroback/client"

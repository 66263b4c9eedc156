export { ZerobackProvider, useZerobackClient, type ZerobackProviderProps } from "./provider.js"
export { useAction } from "./use-action.js"
export { useConnectionState } from "./use-connection-state.js"
export { useMutation, type MutationUpdate, type RunMutation, type UseMutationOptions } from "./use-mutation.js"
export { usePaginatedQuery, type UsePaginatedQueryResult } from "./use-paginated-query.js"
export { usePreloadedQuery } from "./use-preloaded-query.js"
export { useQueries, type QueriesResult, type QueryRequests } from "./use-queries.js"
export { useQuery } from "./use-query.js"
export { useQueryWithStatus, type QueryStatus } from "./use-query-with-status.js"
export type {
  ActionReference,
  CallArgs,
  MutationReference,
  QueryArgs,
  QueryOptions,
  QueryReference,
} from "./function-types.js"
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

export type { AuthState, GetToken } from "./authentication.js"
export { ZerobackClient, type MutationOptions } from "./client.js"
export type { ConnectionState } from "./connection.js"
export type { FunctionName, LocalStore, OptimisticUpdate } from "./local-store.js"
export type { BackoffOptions, ReplayFailure, ZerobackClientOptions } from "./options.js"
export type { CachedEntry, PersistenceAdapter } from "./persistence.js"
export { changePages, insertAtTop } from "./optimistic-pages.js"
export {
  PaginatedQuery,
  type PaginatedArgs,
  type PaginatedItem,
  type PaginatedQueryReference,
  type PaginatedState,
  type PaginationStatus,
} from "./paginated-query.js"
export { isLive, preloadQuery, readPreloaded, type Preloaded, type PreloadOptions } from "./preload.js"
export { lastingError, QueryStore, type QueryKey, type QueryState } from "./query-store.js"
export { ZerobackError, type FunctionReference, type Id, type PaginationResult } from "@zeroback/values"

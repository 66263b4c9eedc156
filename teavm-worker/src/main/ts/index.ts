// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- no module can declare a pattern of names
/// <reference path="./environment.d.ts" preserve="true" />
export { ZerobackError } from "@zeroback/values"
export type { FunctionReference, Id, Infer, PaginationResult } from "@zeroback/values"

export { defineSchema } from "./schema/schema.js"
export type {
  InferDataModel,
  InferDocument,
  InferIndexes,
  InferSearchField,
  InferSearchFields,
  InferTableIndexes,
  SchemaDefinition,
  SystemFields,
} from "./schema/schema.js"
export { defineTable } from "./schema/table.js"
export type { IndexOptions, SearchIndexOptions, TableDefinition, Tokenizer } from "./schema/table.js"
export { v } from "./schema/validator.js"
export type { Fields, ObjectOf, OptionalValidator, Validator } from "./schema/validator.js"

export { functionFactories } from "./functions/factories.js"
export type { FunctionDefinition, FunctionFactories, FunctionFactory } from "./functions/factories.js"
export type { ActionCtx, Auth, MutationCtx, QueryCtx, RunFunction, UserIdentity } from "./functions/context.js"
export { httpAction, HttpRouter, httpRouter } from "./functions/http.js"
export type { HttpAction, HttpRoute } from "./functions/http.js"
export { cronJobs, CronJobs } from "./functions/crons.js"
export type {
  CronJob,
  DailyOptions,
  HourlyOptions,
  Interval,
  MonthlyOptions,
  WeeklyOptions,
} from "./functions/crons.js"
export type { JobState, ScheduledJob, Scheduler, SchedulerReader } from "./functions/scheduler.js"
export type { StorageActions, StorageMetadata, StorageReader, StorageWriter } from "./functions/storage.js"
export type { Doc, Model, NewDoc, TableName } from "./functions/model.js"
export type {
  FunctionKind,
  FunctionReferencesTo,
  FunctionReferenceTo,
  RegisteredFunction,
  Visibility,
} from "./functions/registered.js"

export type { DatabaseReader, DatabaseWriter } from "./database/database.js"
export type { Expression, FilterBuilder, FilterExpression } from "./database/filter.js"
export type { IndexRange, IndexRangeBuilder } from "./database/index-range.js"
export type { Direction, QueryBuilder } from "./database/query-builder.js"

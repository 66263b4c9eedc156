import { ZerobackError } from "@zeroback/values"
import type { Completion, Engine } from "../engine.js"
import type { UserIdentity } from "../functions/context.js"
import { nameOf } from "../functions/function-name.js"
import type { AnyReference, FunctionKind } from "../functions/registered.js"
import type { Clock } from "./clock.js"
import { JobReader, JobScheduler } from "./job-scheduler.js"
import type { Files } from "./files.js"
import { NO_FILES } from "./files.js"
import type { Limits } from "./limits.js"
import type { LooseEnds } from "./loose-ends.js"
import { kindOf, lacking } from "./misuse.js"
import { QueryRecorder } from "./query-recorder.js"

/** Names that begin with `_` are the runtime's: to an app they do not exist. */
function ofTheApp<Name>(name: Name, refusal: string): Name {
  if (typeof name === "string" && name.startsWith("_")) throw ZerobackError.coded("bad_request", refusal)
  return name
}

const appTable = <Name>(name: Name): Name =>
  ofTheApp(name, `There is no table "${String(name)}" in the schema; check the spelling, or add it to schema.ts.`)

function appId(id: unknown, method: string): string {
  if (typeof id === "string") return ofTheApp(id, `Id ${id} names a table that the schema does not have.`)
  const message = `ctx.db.${method}() takes a document's id, such as "tasks:01ARZ3NDEKTSV4RRFFQ69G5FAV", and got ${kindOf(id)}.`
  throw ZerobackError.coded("bad_request", message)
}

/** `ctx.db` of a query. Methods are async so that what the engine throws becomes a rejection. */
class Reader {
  protected readonly engine: Engine
  protected readonly run: number
  protected readonly ends: LooseEnds

  constructor(engine: Engine, run: number, ends: LooseEnds) {
    this.engine = engine
    this.run = run
    this.ends = ends
  }

  query(table: string): QueryRecorder {
    return new QueryRecorder(this.engine, this.run, { table: appTable(table) }, this.ends)
  }

  async get(...at: [id: unknown] | [table: unknown, id: unknown]): Promise<unknown> {
    return at.length === 2
      ? this.engine.getFrom(this.run, appTable(at[0]), appId(at[1], "get"))
      : this.engine.get(this.run, appId(at[0], "get"))
  }

  async getMany(...ids: unknown[]): Promise<Map<unknown, unknown>> {
    return new Map(ids.map((id) => [id, this.engine.get(this.run, appId(id, "getMany"))]))
  }
}

Object.setPrototypeOf(
  Reader.prototype,
  lacking(
    Object.fromEntries(
      ["insert", "patch", "replace", "delete"].map((write) => [
        write,
        `ctx.db of a query only reads, and has no ${write}(): make the function a mutation.`,
      ]),
    ),
  ),
)

/** `ctx.db` of a mutation. A write that fails must not go unheard: it is a step of its run. */
class Writer extends Reader {
  insert(table: unknown, fields: unknown): Promise<string> {
    return this.ends.step(() => this.engine.insert(this.run, appTable(table), fields))
  }

  patch(id: unknown, fields: unknown): Promise<void> {
    return this.ends.step(() => this.engine.patch(this.run, appId(id, "patch"), fields))
  }

  replace(id: unknown, fields: unknown): Promise<void> {
    return this.ends.step(() => this.engine.replace(this.run, appId(id, "replace"), fields))
  }

  delete(id: unknown): Promise<void> {
    return this.ends.step(() => this.engine.delete(this.run, appId(id, "delete")))
  }
}

export interface RunContextOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly files: Files | undefined
  /** Begins a call of another function. */
  readonly call: (begin: () => void) => void
}

const ONLY_READS = "a query only reads. Call it from a mutation or an action."

/** The prototypes of `ctx`. */
const LACKING = {
  query: lacking({
    runQuery: "A query has no ctx.runQuery(): move what both do into a function of your own, and pass it ctx.",
    runMutation: `A query has no ctx.runMutation(): ${ONLY_READS}`,
    runAction: `A query has no ctx.runAction(): ${ONLY_READS}`,
  }),
  mutation: lacking({
    runAction:
      "A mutation has no ctx.runAction(), since it may run again: use ctx.scheduler.runAfter(0, ...), or call both from an action.",
  }),
  action: lacking({
    db: "An action has no ctx.db: read and write in queries and mutations, with ctx.runQuery() and ctx.runMutation().",
  }),
}

/** Makes `ctx` for one run of a handler. */
export function runContext(
  engine: Engine,
  run: number,
  kind: FunctionKind,
  { clock, limits, files, call }: RunContextOptions,
  ends: LooseEnds,
): object {
  const auth = {
    getUserIdentity: async () => engine.identity(run) as UserIdentity | null,
  }
  switch (kind) {
    case "query":
      return {
        __proto__: LACKING.query,
        db: new Reader(engine, run, ends),
        auth,
        scheduler: new JobReader(engine, run),
        storage: files?.inTransaction(engine, run) ?? NO_FILES,
      }
    case "mutation":
      return {
        __proto__: LACKING.mutation,
        db: new Writer(engine, run, ends),
        auth,
        scheduler: new JobScheduler(engine, run, clock, limits.argsBytes, ends),
        storage: files?.inTransaction(engine, run) ?? NO_FILES,
        runQuery: caller(call, engine, run, "query"),
        runMutation: caller(call, engine, run, "mutation"),
      }
    case "action":
      return {
        __proto__: LACKING.action,
        auth,
        scheduler: new JobScheduler(engine, run, clock, limits.argsBytes, ends),
        storage: files?.inAction() ?? NO_FILES,
        runQuery: caller(call, engine, run, "query"),
        runMutation: caller(call, engine, run, "mutation"),
        runAction: caller(call, engine, run, "action"),
      }
  }
}

function caller(call: RunContextOptions["call"], engine: Engine, run: number, kind: FunctionKind) {
  return (fn: string | AnyReference, args: unknown = {}): Promise<unknown> =>
    completion((done) => call(() => engine.callFrom(run, kind, nameOf(fn), args, done)))
}

/** Turns a call that reports to a `Completion` into a promise. */
export function completion(start: (done: Completion) => void): Promise<unknown> {
  return new Promise((succeeded, failed) => start({ succeeded, failed }))
}

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
import { QueryRecorder } from "./query-recorder.js"

/** Names that begin with `_` are the runtime's: to an app they do not exist. */
function ofTheApp<Name>(name: Name, refusal: string): Name {
  if (typeof name === "string" && name.startsWith("_")) throw ZerobackError.coded("bad_request", refusal)
  return name
}

const appTable = <Name>(name: Name): Name =>
  ofTheApp(name, `There is no table "${String(name)}" in the schema; check the spelling, or add it to schema.ts.`)

const appId = <Id>(id: Id): Id => ofTheApp(id, `Id ${String(id)} names a table that the schema does not have.`)

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
    return at.length === 1
      ? this.engine.get(this.run, appId(at[0]))
      : this.engine.getFrom(this.run, appTable(at[0]), appId(at[1]))
  }

  async getMany(...ids: unknown[]): Promise<Map<unknown, unknown>> {
    return new Map(ids.map((id) => [id, this.engine.get(this.run, appId(id))]))
  }
}

/** `ctx.db` of a mutation. A write that fails must not go unheard: it is a step of its run. */
class Writer extends Reader {
  insert(table: unknown, fields: unknown): Promise<string> {
    return this.ends.step(() => this.engine.insert(this.run, appTable(table), fields))
  }

  patch(id: unknown, fields: unknown): Promise<void> {
    return this.ends.step(() => this.engine.patch(this.run, appId(id), fields))
  }

  replace(id: unknown, fields: unknown): Promise<void> {
    return this.ends.step(() => this.engine.replace(this.run, appId(id), fields))
  }

  delete(id: unknown): Promise<void> {
    return this.ends.step(() => this.engine.delete(this.run, appId(id)))
  }
}

export interface RunContextOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly files: Files | undefined
  /** Begins a call of another function. */
  readonly call: (begin: () => void) => void
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
        db: new Reader(engine, run, ends),
        auth,
        scheduler: new JobReader(engine, run),
        storage: files?.inTransaction(engine, run) ?? NO_FILES,
      }
    case "mutation":
      return {
        db: new Writer(engine, run, ends),
        auth,
        scheduler: new JobScheduler(engine, run, clock, limits.argsBytes, ends),
        storage: files?.inTransaction(engine, run) ?? NO_FILES,
        runQuery: caller(call, engine, run, "query"),
        runMutation: caller(call, engine, run, "mutation"),
      }
    case "action":
      return {
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

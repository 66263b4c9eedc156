import type { FunctionReference } from "@zeroback/values"
import type { Completion, Engine } from "../engine.js"
import type { UserIdentity } from "../functions/context.js"
import { nameOf } from "../functions/function-name.js"
import type { FunctionKind } from "../functions/registered.js"
import type { Clock } from "./clock.js"
import { JobReader, JobScheduler } from "./job-scheduler.js"
import { QueryRecorder } from "./query-recorder.js"

/** `ctx.db` of a query. Methods are async so that what the engine throws becomes a rejection. */
class Reader {
  protected readonly engine: Engine
  protected readonly run: number

  constructor(engine: Engine, run: number) {
    this.engine = engine
    this.run = run
  }

  query(table: string): QueryRecorder {
    return new QueryRecorder(this.engine, this.run, { table })
  }

  async get(...at: [id: unknown] | [table: unknown, id: unknown]): Promise<unknown> {
    return at.length === 1 ? this.engine.get(this.run, at[0]) : this.engine.getFrom(this.run, at[0], at[1])
  }

  async getMany(...ids: unknown[]): Promise<Map<unknown, unknown>> {
    return new Map(ids.map((id) => [id, this.engine.get(this.run, id)]))
  }
}

/** `ctx.db` of a mutation. */
class Writer extends Reader {
  async insert(table: unknown, fields: unknown): Promise<string> {
    return this.engine.insert(this.run, table, fields)
  }

  async patch(id: unknown, fields: unknown): Promise<void> {
    this.engine.patch(this.run, id, fields)
  }

  async replace(id: unknown, fields: unknown): Promise<void> {
    this.engine.replace(this.run, id, fields)
  }

  async delete(id: unknown): Promise<void> {
    this.engine.delete(this.run, id)
  }
}

/** Makes `ctx` for one run of a handler. */
export function runContext(engine: Engine, run: number, kind: FunctionKind, clock: Clock): object {
  const auth = {
    getUserIdentity: async () => engine.identity(run) as UserIdentity | null,
  }
  switch (kind) {
    case "query":
      return { db: new Reader(engine, run), auth, scheduler: new JobReader(engine, run) }
    case "mutation":
      return {
        db: new Writer(engine, run),
        auth,
        scheduler: new JobScheduler(engine, run, clock),
        runQuery: caller(engine, run, "query"),
        runMutation: caller(engine, run, "mutation"),
      }
    case "action":
      return {
        auth,
        scheduler: new JobScheduler(engine, run, clock),
        runQuery: caller(engine, run, "query"),
        runMutation: caller(engine, run, "mutation"),
        runAction: caller(engine, run, "action"),
      }
  }
}

function caller(engine: Engine, run: number, kind: FunctionKind) {
  return (fn: string | FunctionReference, args: unknown = {}): Promise<unknown> =>
    completion((done) => engine.callFrom(run, kind, nameOf(fn), args, done))
}

/** Turns a call that reports to a `Completion` into a promise. */
export function completion(start: (done: Completion) => void): Promise<unknown> {
  return new Promise((succeeded, failed) => start({ succeeded, failed }))
}

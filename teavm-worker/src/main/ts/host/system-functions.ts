import type { Engine } from "../engine.js"
import type { RegisteredFunction } from "../functions/registered.js"
import type { Fields } from "../schema/validator.js"
import { v } from "../schema/validator.js"
import type { Clock } from "./clock.js"
import { FileRecords } from "./file-records.js"
import type { DurableObjectStorage } from "./platform.js"

/** What the handler of a system function gets for `ctx`. */
export interface SystemCtx {
  readonly engine: Engine
  readonly run: number
  readonly clock: Clock
}

/**
 * A function of the runtime itself: an internal one, so that it runs as a transaction. Names begin with `_`, which no file
 * of an app does.
 */
export type SystemFunction = RegisteredFunction & {
  readonly isSystem: true
  readonly handler: (ctx: SystemCtx, args: any) => unknown
}

/** A function that deals with the records of files. */
export function system(
  kind: "query" | "mutation",
  args: Fields,
  handler: (records: FileRecords, args: any) => unknown,
): SystemFunction {
  return {
    isSystem: true,
    kind,
    visibility: "internal",
    args,
    handler: ({ engine, run, clock }, given) => handler(new FileRecords(engine, run, clock), given),
  }
}

/** What the operator asks of the runtime: `zeroback run _crons:list`. */
export function operatorFunctions({ sql }: DurableObjectStorage): Record<string, SystemFunction> {
  const list = ({ engine, run }: SystemCtx) => {
    const stored = sql.exec("SELECT value FROM _zb_meta WHERE key = 'crons'").raw().next()
    const jobs = stored.done ? {} : (JSON.parse(String(stored.value[0])) as Record<string, [id: string]>)
    return Object.entries(jobs).map(([cron, [id]]) => {
      const { name, args, scheduledTime, completedTime, error, skipped } = engine.job(run, id) as Record<
        string,
        unknown
      >
      return { name: cron, function: name, args, nextTime: scheduledTime, completedTime, error, skipped }
    })
  }
  return { "_crons:list": { isSystem: true, kind: "query", visibility: "internal", args: {}, handler: list } }
}

/** The steps of `ctx.storage` and of the storage routes where there is no transaction of a caller to join. */
export const fileFunctions: Readonly<Record<string, SystemFunction>> = {
  "_storage:find": system("query", { storageId: v.string() }, (records, { storageId }) => records.find(storageId)),
  "_storage:grant": system("mutation", {}, (records) => records.grant()),
  "_storage:claim": system("mutation", { token: v.string() }, (records, { token }) => records.claim(token)),
  "_storage:reserve": system("mutation", {}, (records) => records.reserve()),
  "_storage:record": system(
    "mutation",
    { pendingId: v.string(), storageId: v.string(), sha256: v.string(), contentType: v.string(), size: v.number() },
    (records, { pendingId, ...file }) => records.record(pendingId, file),
  ),
  "_storage:remove": system("mutation", { storageId: v.string() }, (records, { storageId }) =>
    records.remove(storageId),
  ),
}

export function isSystem(fn: RegisteredFunction): fn is SystemFunction {
  return "isSystem" in fn
}

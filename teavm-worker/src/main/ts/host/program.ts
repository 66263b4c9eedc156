import type { EngineProgram } from "../engine.js"
import { CronJobs } from "../functions/crons.js"
import type { TableDescription } from "../schema/table.js"
import { completeLimits } from "./limits.js"
import type { Program } from "./options.js"

/** Tables that the runtime adds to the app's. */
type SystemTables = Readonly<Record<string, TableDescription>>

/** Reduces an app to the plain data that the engine reads. */
export function describeProgram(
  program: Program,
  systemTables: SystemTables,
  limits = completeLimits(),
): EngineProgram {
  const functions: EngineProgram["functions"] = {}
  for (const [name, fn] of Object.entries(program.functions)) {
    if (typeof fn?.handler !== "function") {
      throw new TypeError(
        `Function "${name}" of the manifest is not a Zeroback function. Make it with query, mutation, action or their ` +
          `internal forms from "./_generated/server", and run codegen again.`,
      )
    }
    const { kind, visibility, args, returns } = fn
    functions[name] = { kind, visibility, args, ...(returns && { returns }) }
  }
  const crons = describeCrons(program.cronJobsDef)
  const { tables } = describeSchema(program.schema)
  for (const [name, table] of Object.entries(systemTables)) tables[name] = { ...described(table), system: true }
  const { resultBytes, documentsRead, documentsWritten, liveQueryBytes } = limits
  return {
    schema: { tables },
    functions,
    ...(crons && { crons }),
    limits: { resultBytes, documentsRead, documentsWritten, liveQueryBytes },
  }
}

function describeCrons(crons: Program["cronJobsDef"]): EngineProgram["crons"] {
  if (crons === undefined || crons instanceof CronJobs) return crons?.jobs()
  throw new TypeError("crons.ts exports no cron jobs. Export the result of cronJobs() as default.")
}

function describeSchema(schema: Program["schema"]): EngineProgram["schema"] {
  if (typeof schema?.tables !== "object" || schema.tables === null) {
    throw new TypeError('The manifest has no schema. Export "schema" from schema.ts, made with defineSchema({...}).')
  }
  const tables: Record<string, unknown> = {}
  for (const [name, table] of Object.entries<TableDescription>(schema.tables)) {
    tables[name] = described(table)
  }
  return { tables }
}

function described({ fields, indexes, searchIndexes }: TableDescription): object {
  return { fields, indexes, searchIndexes }
}

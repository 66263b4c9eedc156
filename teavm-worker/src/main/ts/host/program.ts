import type { EngineProgram } from "../engine.js"
import { CronJobs } from "../functions/crons.js"
import type { TableDefinition } from "../schema/table.js"
import type { Program } from "./options.js"

/** Reduces an app to the plain data that the engine reads. */
export function describeProgram(program: Program): EngineProgram {
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
  return { schema: describeSchema(program.schema), functions, ...(crons && { crons }) }
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
  for (const [name, table] of Object.entries<TableDefinition>(schema.tables)) {
    const { fields, indexes, searchIndexes } = table
    tables[name] = { fields, indexes, searchIndexes }
  }
  return { tables }
}

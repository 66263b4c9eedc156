import { parseValue, ZerobackError } from "@zeroback/values"
import { createEngine } from "../engine.js"
import type { TableDescription } from "../schema/table.js"
import { engineHost } from "./engine-host.js"
import type { DurableObjectState } from "./platform.js"
import { describeProgram } from "./program.js"
import { RowMeter } from "./row-meter.js"
import type { SocketTable } from "./socket-table.js"

/** Thrown once the trial has succeeded, so that all of it is rolled back. */
const TAKEN_BACK = Symbol("taken back")

/** A trial runs no function. */
const RUNS_NOTHING = { startFunction: () => undefined, authenticate: () => undefined }

/**
 * Tries what a deployment of another schema would do to the stored tables, and takes it back.
 *
 * @param text - The schema as JSON: `{tables: {name: {fields, indexes, searchIndexes}}}`.
 * @throws ZerobackError `unavailable`, naming tables, fields and documents that do not fit; `bad_request` when `text`
 *   is no schema.
 */
export function trySchema(
  text: string,
  state: DurableObjectState,
  sockets: SocketTable,
  systemTables: Readonly<Record<string, TableDescription>>,
): void {
  const host = engineHost(state, sockets, new RowMeter(), { ended: false }, RUNS_NOTHING)
  const engine = createEngine(host, describeSchema(text, systemTables))
  try {
    state.storage.transactionSync(() => {
      engine.trySchema()
      throw TAKEN_BACK
    })
  } catch (thrown) {
    if (thrown !== TAKEN_BACK) throw thrown
  }
}

function describeSchema(text: string, systemTables: Readonly<Record<string, TableDescription>>) {
  try {
    return describeProgram({ schema: parseValue(text) as { tables: any }, functions: {} }, systemTables)
  } catch (error) {
    throw ZerobackError.coded("bad_request", `The body must be a schema as JSON. ${String(error)}`)
  }
}

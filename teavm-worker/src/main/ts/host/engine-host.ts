import { stringifyValue, ZerobackError } from "@zeroback/values"
import type { EngineHost } from "../engine.js"
import type { DurableObjectState } from "./platform.js"
import { clockOf } from "./clock.js"
import { copyOf, patched, putAt, replaceIn } from "./copy-of.js"
import { readValue } from "./frame-gate.js"
import { objectAlarm } from "./object-alarm.js"
import { randomBitSource } from "./random-bits.js"
import type { RowMeter } from "./row-meter.js"
import type { SocketTable } from "./socket-table.js"
import { commonEnd, commonStart, comparable, surelyEqual } from "./surely-equal.js"

/** Whether an engine is still that of its object: a reset begins another on the same storage. */
export interface Life {
  ended: boolean
}

/** Puts the engine's needs on a Durable Object. */
export function engineHost(
  state: DurableObjectState,
  sockets: SocketTable,
  meter: RowMeter,
  life: Life,
  { startFunction, authenticate }: Pick<EngineHost, "startFunction" | "authenticate">,
): EngineHost {
  const { storage } = state
  const { sql } = storage
  const clock = clockOf(state)
  const alarm = objectAlarm(storage, clock, life)
  const alive = () => {
    if (life.ended) throw ZerobackError.coded("unavailable", "The database was reset meanwhile.")
  }
  return {
    sql: (text, bindings) => {
      alive()
      return meter.watch(sql.exec(text, ...bindings))
    },
    transaction: (body) => {
      alive()
      storage.transactionSync(body)
    },
    now: () => clock.now,
    randomBits: randomBitSource(),
    after: (delayMillis, task) => clock.after(delayMillis, () => life.ended || task()),
    setAlarm: alarm,
    clearAlarm: () => alarm(null),
    send: (socket, frame) => sockets.send(socket, frame),
    close: (socket, code, reason) => sockets.close(socket, code, reason),
    authenticate,
    attach: (socket, text) => sockets.attach(socket, text),
    openSockets: () => sockets.openIds(),
    attachment: (socket) => sockets.attachment(socket),
    startFunction,
    logError: (message) => console.error(message),
    parseValue: readValue,
    stringifyValue,
    surelyEqual,
    commonStart,
    commonEnd,
    comparable,
    copyOf,
    replaceIn,
    putAt,
    patched,
    error: (code, message, data) => ZerobackError.coded(code, message, data),
  }
}

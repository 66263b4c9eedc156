import { parseValue, stringifyValue, ZerobackError } from "@zeroback/values"
import { copyOf, patched, putAt, replaceIn } from "../../../main/ts/host/copy-of.js"
import { commonEnd, commonStart, comparable, surelyEqual } from "../../../main/ts/host/surely-equal.js"
import type { EngineHost } from "../../../main/ts/engine.js"

/** What a host offers to the engine that touches nothing outside. */
export const natives = {
  parseValue,
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
} satisfies Partial<EngineHost>

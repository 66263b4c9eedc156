import { parseValue, stringifyValue } from "@zeroback/values"
import { expect, test } from "vitest"
import { copyOf } from "../../main/ts/host/copy-of.js"

test("a copy says the same and shares nothing that can change", () => {
  const text =
    '{"a":[1,{"b":null,"bytes":{"$bytes":"AQID"}},[]],"big":{"$int64":"7"},"nan":{"$float64":"NaN"},"__proto__":{"own":[2]},"t":"x"}'
  const value = parseValue(text)
  const copy = copyOf(value)

  expect(stringifyValue(copy)).toBe(stringifyValue(value))
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
  const ofCopy = mutableParts(copy)
  expect(ofCopy).toHaveLength(7)
  for (const part of mutableParts(value)) expect(ofCopy.some((it) => it === part)).toBe(false)
})

/** Every object, array and buffer in a value. */
function mutableParts(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return []
  return [value, ...Object.values(value).flatMap(mutableParts)]
}

import { parseValue, stringifyValue } from "@zeroback/values"
import { expect, test } from "vitest"
import { copyOf, patched, putAt, replaceIn } from "../../main/ts/host/copy-of.js"

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

test("a list is copied as well after a document of another form has come into it", () => {
  const list = [
    { _id: "a", n: 1 },
    { _id: "b", n: 2 },
  ]
  for (const member of [3, { deep: [4] }, 5]) {
    // The first copy finds out what the list is made of.
    for (let time = 0; time < 2; time++) {
      const copy = copyOf(list)
      expect(copy).toEqual(list)
      const ofCopy = mutableParts(copy)
      for (const part of mutableParts(list)) expect(ofCopy.some((it) => it === part)).toBe(false)
    }
    expect(replaceIn(list, { _id: "b", n: member } as never)).toBe(true)
    expect(list[1]).toEqual({ _id: "b", n: member })
  }
  expect(replaceIn(list, { _id: "c" })).toBe(false)
})

test("members are set in place or after the others, and removed", () => {
  const object = parseValue('{"a":1,"b":{"c":2},"d":3,"__proto__":4}') as { b: object }
  const before = stringifyValue(object)
  const is = (members: object, text: string) => expect(stringifyValue(patched(object, members))).toBe(text)

  is({}, before)
  is({ a: 5, e: "x" }, '{"a":5,"b":{"c":2},"d":3,"__proto__":4,"e":"x"}')
  is({ b: undefined, none: undefined }, '{"a":1,"d":3,"__proto__":4}')
  is(JSON.parse('{"__proto__":6}') as object, '{"a":1,"b":{"c":2},"d":3,"__proto__":6}')
  expect(Object.keys(patched({}, JSON.parse('{"__proto__":{"own":7}}') as object))).toEqual(["__proto__"])
  expect(stringifyValue(object)).toBe(before)
})

test("documents are put into a list and taken out of it, also of another form", () => {
  const list = [{ _id: "a" }, { _id: "c" }]
  const deep = { _id: "b", deep: [1] }
  copyOf(list)
  putAt(list, 1, 0, deep)
  const copy = copyOf(list) as (typeof deep)[]
  expect(copy).toEqual([{ _id: "a" }, deep, { _id: "c" }])
  expect(copy[1]!.deep).not.toBe(deep.deep)
  putAt(list, 1, 1, { _id: "d" })
  putAt(list, 0, 1, undefined)
  expect(copyOf(list)).toEqual([{ _id: "d" }, { _id: "c" }])
})

/** Every object, array and buffer in a value. */
function mutableParts(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return []
  return [value, ...Object.values(value).flatMap(mutableParts)]
}

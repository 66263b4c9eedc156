import { expect, test } from "vitest"
import { patched } from "../src/harness/patch.js"

const list = [{ _id: "a" }, { _id: "b" }, { _id: "c" }]

test("a changed document stays in its place, a new one goes to the end", () => {
  const patch = { remove: ["a"], put: [{ _id: "d" }, { _id: "b", changed: true }] }
  expect(patched<{ _id: string }>(list, patch)).toEqual([{ _id: "b", changed: true }, { _id: "c" }, { _id: "d" }])
})

test("an order says where everything is", () => {
  expect(patched(list, { order: ["c", "a", "b"] })).toEqual([{ _id: "c" }, { _id: "a" }, { _id: "b" }])
  expect(() => patched(list, { order: ["c", "z"] })).toThrow("orders z")
})

import { expect, test } from "vitest"
import { patched, patchedResult } from "../src/harness/patch.js"

const list = [{ _id: "a" }, { _id: "b" }, { _id: "c" }]

test("a changed document stays in its place, a new one joins where the patch says", () => {
  const patch = { remove: ["a"], put: [{ _id: "b", changed: true }, { _id: "d" }], at: [0] }
  expect(patched<{ _id: string }>(list, patch)).toEqual([{ _id: "d" }, { _id: "b", changed: true }, { _id: "c" }])
})

test("a patch for another list is noticed", () => {
  expect(() => patched(list, { put: [{ _id: "z" }] })).toThrow("changes z")
})

test("an object keeps what it has beside its documents, unless the patch says otherwise", () => {
  const page = { page: list, isDone: false }
  const patch = { remove: ["a"], of: "page" }
  expect(patchedResult(page, patch)).toEqual({ isDone: false, page: [{ _id: "b" }, { _id: "c" }] })
  const rest = { page: [], isDone: true }
  expect(patchedResult(page, { ...patch, rest })).toEqual({ isDone: true, page: [{ _id: "b" }, { _id: "c" }] })
  expect(patchedResult(list, { remove: ["a", "b"] })).toEqual([{ _id: "c" }])
})

import { ZerobackError } from "@zeroback/values"
import { expect, test } from "vitest"
import { failureAnswer } from "../../main/ts/host/http-answer.js"

const circle: { self?: unknown } = {}
circle.self = circle

test.each([
  [{ when: new Date(0) }, "error.data.when: a Date is not a value"],
  [{ f: () => 1 }, "error.data.f: a function is not a value"],
  [circle, "error.data.self"],
])("an error whose data cannot be sent is answered with its path", async (data, path) => {
  const answer = failureAnswer(new ZerobackError(data, "Out of stock"))
  const { code, error } = await answer.json()
  expect([answer.status, code]).toEqual([500, "execution_error"])
  expect(error).toContain(path)
})

import { ZerobackError } from "@zeroback/values"
import { expect, test } from "vitest"
import { failureAnswer, resultAnswer } from "../../main/ts/host/http-answer.js"

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

test("a result that cannot be sent is the function's fault", () => {
  const refusal = { code: "execution_error", message: expect.stringContaining("value.at: a Date is not a value") }
  expect(() => resultAnswer({ at: new Date(0) })).toThrow(expect.objectContaining(refusal))
})

import { expect, test } from "vitest"
import { identityFrom } from "../../main/ts/host/identity.js"

test.each([
  ["ada", "authenticate: identity: expected an object of claims, or null; got string"],
  [[], "authenticate: identity: expected an object of claims, or null; got object"],
  [{ born: new Date(0) }, "authenticate: identity.born: a Date is not a value; pass date.getTime()"],
  [{ expiresAt: "soon" }, "authenticate: identity.expiresAt: expected Unix time in milliseconds, a number"],
])("%j is refused with what said it, and where it is wrong", (said, message) => {
  expect(() => identityFrom("authenticate", said)).toThrow(message)
})

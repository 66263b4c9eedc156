import { expect, test, vi } from "vitest"
import { ZerobackError } from "../src/index.js"

test("an application's error carries its data", () => {
  const error = new ZerobackError({ left: 0 }, "Out of stock")
  expect(error).toMatchObject({ name: "ZerobackError", code: "app_error", data: { left: 0 }, message: "Out of stock" })
  expect(error).toBeInstanceOf(Error)
  expect(error.stack).toContain("error.test")
})

test("a text is its own message", () => {
  expect(new ZerobackError("Out of stock").message).toBe("Out of stock")
})

test("coded errors have no data unless given", () => {
  const error = ZerobackError.coded("conflict", "Try again")
  expect(error.code).toBe("conflict")
  expect("data" in error).toBe(false)
})

test("another copy of the module is recognised, other errors and subclasses are not", async () => {
  vi.resetModules()
  const copy = (await import("../src/error.js")).ZerobackError
  expect(copy).not.toBe(ZerobackError)
  expect(new copy("x")).toBeInstanceOf(ZerobackError)
  expect(new Error("x")).not.toBeInstanceOf(ZerobackError)
  expect({ code: "app_error" }).not.toBeInstanceOf(ZerobackError)

  class OutOfStock extends ZerobackError {}
  expect(new OutOfStock()).toBeInstanceOf(ZerobackError)
  expect(new ZerobackError()).not.toBeInstanceOf(OutOfStock)
})

import { expect, test } from "vitest"
import { Transitions } from "../src/harness/transitions.js"

test("what was promised is complete with a transition to it or beyond", async () => {
  const transitions = new Transitions()
  let isComplete = false
  transitions.promise(7)
  const complete = transitions.complete().then(() => (isComplete = true))
  transitions.arrived(6)
  await Promise.resolve()
  expect(isComplete).toBe(false)
  expect(transitions.overdueMillis(performance.now() + 1_000)).toBeGreaterThanOrEqual(1_000)
  transitions.arrived(8)
  await complete
  expect(transitions.overdueMillis(performance.now() + 1_000)).toBe(0)
})

test("the server is told once how far the client has come", () => {
  const transitions = new Transitions()
  expect(transitions.takeUnacknowledged()).toBeUndefined()
  transitions.arrived(6)
  transitions.arrived(8)
  expect(transitions.takeUnacknowledged()).toBe(8)
  expect(transitions.takeUnacknowledged()).toBeUndefined()
})

test("a transition to an earlier commit is wrong", () => {
  const transitions = new Transitions()
  transitions.arrived(6)
  expect(() => transitions.arrived(5)).toThrow("came after")
})

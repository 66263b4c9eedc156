import { expect, test } from "vitest"
import { FrameGate } from "../../main/ts/host/frame-gate.js"
import { completeLimits } from "../../main/ts/host/limits.js"

const gate = new FrameGate(completeLimits({ frameBytes: 100 }))
const padding = "x".repeat(100)
const idOf = (frame: string) => (JSON.parse(gate.refuse(1, frame)!) as { id?: string }).id

test.each([
  ["after the type", `{"type":"query","id":"q1","fn":"a:b","args":{"x":"${padding}"}}`, "q1"],
  ["before it", `{"id":"q2","type":"mutation","seq":5,"args":{"x":"${padding}"}}`, "q2"],
  ["after a number, with spaces", ` { "seq" : 1.5 , "id" : "q 3" ,"x":"${padding}"}`, "q 3"],
  ["with escapes", `{"id":"a\\"b\\u00e9\\\\","x":"${padding}"}`, 'a"bé\\'],
])("the id of a frame that is too large is found %s", (_where, frame, id) => {
  expect(idOf(frame)).toBe(id)
})

test.each([
  ["in the arguments", `{"type":"query","args":{"id":"inner","x":"${padding}"},"id":"outer"}`],
  ["in a text", `{"type":"\\",\\"id\\":\\"inner","x":"${padding}"}`],
  ["that is no text", `{"id":5,"x":"${padding}"}`],
  ["that does not end", `{"id":"${"x".repeat(5_000)}"}`],
  ["that is no JSON", `{"id":"\\q","x":"${padding}"}`],
  ["in no object", `["id","${padding}"]`],
])("an id %s is none", (_where, frame) => {
  expect(idOf(frame)).toBeUndefined()
})

test("a frame that is too large is not parsed", () => {
  // Parsed, it would hold five million objects.
  const frame = `{"type":"query","id":"q","args":{"x":[${"{},".repeat(5_000_000)}0]}}`
  const before = performance.now()
  expect(idOf(frame)).toBe("q")
  expect(performance.now() - before).toBeLessThan(500)
})

import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { applyDocumentsPatch } from "../src/documents-patch.js"
import { decodeFrames, encodeFrame, type ClientFrame, type DocumentsPatch, type ServerFrame } from "../src/protocol.js"

interface GoldenFrame {
  name: string
  text: string
}

const golden = JSON.parse(readFileSync(new URL("../../../docs/golden-frames.json", import.meta.url), "utf8")) as {
  client: GoldenFrame[]
  server: GoldenFrame[]
  patches: { name: string; before: string; patch: string; after: string }[]
}

const hash = "0123456789abcdef"
const session = "00112233445566778899aabbccddeeff"
const ts = 1700000000000000
const create = { type: "mutation", id: "m1", fn: "tasks:create", args: { text: "milk" } } as const

const clientFrames: Record<string, ClientFrame> = {
  query: { type: "query", id: "q1", fn: "tasks:list", args: {} },
  queryWithHash: { type: "query", id: "q1", fn: "tasks:list", args: { done: true }, hash },
  unsubscribe: { type: "unsubscribe", id: "q1" },
  mutation: create,
  mutationInSession: { ...create, seq: 3, ack: 2 },
  action: { type: "action", id: "a1", fn: "mail:send", args: {} },
  auth: { type: "auth", token: "abc" },
  signOut: { type: "auth", token: null },
  ping: { type: "ping" },
  hello: { type: "hello", protocol: 2, session, capabilities: ["patch", "hash", "ack", "batch"] },
  ack: { type: "ack", ts: ts + 1 },
}

const serverFrames: Record<string, ServerFrame> = {
  result: { type: "result", id: "q1", result: [] },
  resultOfNothing: { type: "result", id: "q1" },
  resultInSession: { type: "result", id: "q1", result: [], ts, hash },
  unchanged: { type: "unchanged", id: "q1", ts, hash },
  update: { type: "update", id: "q1", result: [1] },
  updates: {
    type: "updates",
    items: [
      { id: "q1", result: [1] },
      { id: "q2", result: null },
    ],
  },
  transition: {
    type: "updates",
    ts: ts + 1,
    items: [
      { id: "q1", result: [1], hash },
      { id: "q2", error: { code: "execution_error", message: "no" } },
    ],
  },
  emptyTransition: { type: "updates", ts: ts + 1, items: [] },
  mutationResult: { type: "mutationResult", id: "m1", result: "tasks:01ARZ3NDEKTSV4RRFFQ69G5FAV" },
  mutationResultInSession: { type: "mutationResult", id: "m1", ts: ts + 1 },
  actionResult: { type: "actionResult", id: "a1", result: true },
  error: { type: "error", id: "m1", code: "execution_error", message: "args.text: Missing required field" },
  appError: { type: "error", id: "m1", code: "app_error", message: "Out of stock", data: { left: 0 } },
  frameError: { type: "error", code: "bad_request", message: "The frame is not JSON" },
  authResult: { type: "authResult", ok: true },
  authRefused: { type: "authResult", ok: false, error: "The token has expired" },
  pong: { type: "pong" },
  hello: {
    type: "hello",
    protocol: 2,
    session,
    known: false,
    applied: 0,
    ts,
    capabilities: ["hash", "patch", "ack", "batch"],
  },
  patch: {
    type: "updates",
    ts: ts + 1,
    items: [
      {
        id: "q1",
        patch: { remove: ["tasks:b"], put: [{ _id: "tasks:c" }], at: [0] },
        base: hash,
        hash: "00112233aabbccdd",
      },
    ],
  },
}

test.each(golden.client)("writes $name", ({ name, text }) => {
  expect(encodeFrame(clientFrames[name] as ClientFrame)).toBe(text)
})

test.each(golden.server)("reads $name", ({ name, text }) => {
  expect(decodeFrames(text)).toStrictEqual([serverFrames[name]])
})

test.each(golden.patches)("applies the patch $name", ({ before, patch, after }) => {
  expect(applyDocumentsPatch(JSON.parse(before), JSON.parse(patch) as DocumentsPatch)).toStrictEqual(JSON.parse(after))
})

test("reads tagged values inside frames", () => {
  expect(decodeFrames('{"type":"result","id":"q1","result":{"n":{"$int64":"5"}}}')).toMatchObject([
    { result: { n: 5n } },
  ])
})

test("reads a message of several frames, in their order", () => {
  expect(decodeFrames('[{"type":"mutationResult","id":"m1","ts":5},{"type":"updates","ts":5,"items":[]}]')).toEqual([
    { type: "mutationResult", id: "m1", ts: 5 },
    { type: "updates", ts: 5, items: [] },
  ])
})

test.each([
  "",
  "null",
  '"pong"',
  '{"id":1}',
  '{"type":1}',
  "[null]",
  '[[{"type":"pong"}]]',
  '[{"type":"pong"},{"id":1}]',
])("refuses %j", (text) => {
  expect(() => decodeFrames(text)).toThrow(SyntaxError)
})

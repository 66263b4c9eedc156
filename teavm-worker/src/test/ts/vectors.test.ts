import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { parseValue } from "@zeroback/values"
import { expect, test } from "vitest"

/** What the strict build exports for this test; see VectorModule.java. */
interface VectorModule {
  keyOf(value: unknown): string
  compare(a: unknown, b: unknown): number
  rowOf(text: string): number
  hashOf(text: string): string
  placeOf(text: string, point: number): number
  messageOf(type: unknown, args: unknown): string | null
}

const inRepository = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url))
const engine = (await import(inRepository("teavm-worker/target/strict/engine.js"))) as VectorModule

function cases<Case>(file: string): Case[] {
  const text = readFileSync(inRepository(`core/src/test/resources/vectors/${file}`), "utf8")
  return (parseValue(text) as { cases: Case[] }).cases
}

test("values have the keys that they have on the JVM", () => {
  const vectors = cases<{ value: unknown; key: string }>("keys.json")
  expect(vectors.length).toBeGreaterThanOrEqual(500)
  for (const { value, key } of vectors) expect(engine.keyOf(value)).toBe(key)
})

test("values have the order that they have on the JVM, and their keys have it too", () => {
  const vectors = cases<{ value: unknown; key: string }>("keys.json")
  for (const [i, { value, key }] of vectors.entries()) {
    const next = vectors[i + 1]
    if (next === undefined) continue
    expect(Math.sign(engine.compare(value, next.value))).toBe(key === next.key ? 0 : -1)
    expect(Math.sign(engine.compare(next.value, value))).toBe(key === next.key ? 0 : 1)
    expect(key <= next.key).toBe(true)
  }
})

test("ids name the rows that they name on the JVM", () => {
  for (const { text, rid } of cases<{ text: string; rid: number | null }>("ids.json")) {
    expect(engine.rowOf(text), text).toBe(rid ?? -1)
  }
})

test("texts have the hashes that they have on the JVM", () => {
  for (const { text, hash } of cases<{ text: string; hash: string }>("hashes.json")) {
    expect(engine.hashOf(text), text).toBe(hash)
  }
})

test("a code point is found where Java finds it, and one that does not exist nowhere", () => {
  for (const [point, place] of [
    [0x62, 1],
    [0x1f600, 2],
    [0xde00, 3],
    [0x7a, -1],
    [0x10ffff, -1],
    [0x110000, -1],
    [-1, -1],
  ] as const) {
    expect(engine.placeOf("ab\u{1f600}", point), String(point)).toBe(place)
  }
})

test("validators say what they say on the JVM", () => {
  interface Vector {
    name: string
    type: unknown
    value: unknown
    message: string | null
  }
  for (const { name, type, value, message } of cases<Vector>("validators.json")) {
    expect(engine.messageOf(type, value), name).toBe(message)
  }
})

test("what JSON cannot carry is refused with its path", () => {
  const any = { type: "any" }
  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  class Point {
    x = 1
  }
  const refused: [unknown, RegExp][] = [
    [{ when: new Date() }, /^args\.when: .*a Date$/],
    [[new Map()], /^args\[0\]: .*a Map$/],
    [{ run: () => 1 }, /^args\.run: .*a function$/],
    [{ mark: Symbol() }, /^args\.mark: .*a symbol$/],
    [new Point(), /^args: .*a Point$/],
    [{ big: 2n ** 63n }, /^args\.big: .*a bigint out of range$/],
    [new Uint8Array(2), /^args: .*a Uint8Array$/],
    [cycle, /^args(\.self){64}: .*contains itself$/],
    [[undefined], /^args\[0\]: undefined in an array/],
    [{ $a: 1 }, /^args\.\$a: .*reserved/],
  ]
  for (const [value, message] of refused) expect(engine.messageOf(any, value)).toMatch(message)
})

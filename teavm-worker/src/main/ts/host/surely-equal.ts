import { parseValue } from "@zeroback/values"
import { isFlat } from "./copy-of.js"

/** A document without nested values as its names and values in order: lists are walked faster than members are looked up. */
class FlatDocument {
  readonly names: readonly string[]
  readonly values: readonly unknown[]

  constructor(names: readonly string[], values: readonly unknown[]) {
    this.names = names
    this.values = values
  }
}

/** Those of the newest flat document: most of a list have the same names, and share them. */
let newestNames: readonly string[] = []

/**
 * What `json`, the JSON text of `value`, says, to compare values with: the second argument of `surelyEqual`. It shares the
 * texts of a flat document, so that what is found equal most often is one and the same text, and not read to be compared.
 */
export function comparable(json: string, value: unknown): unknown {
  if (!isFlat(value)) return parseValue(json)
  const names = Object.keys(value)
  if (!haveSameElements(names, newestNames)) newestNames = names
  return new FlatDocument(newestNames, Object.values(value))
}

/**
 * A quick look whether two values hold the same, of which the second may be `comparable`. It says no to what is not worth
 * finding out: bytes, class instances, and members that are `undefined`. The order of members does not count.
 */
export function surelyEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && haveSameElements(a, b)
  if (!isPlain(a)) return false
  return b instanceof FlatDocument ? hasMembers(a, b) : isPlain(b) && haveSameMembers(a, b)
}

/** How many elements at the starts of two arrays are surely equal, place by place. */
export function commonStart(a: readonly unknown[], b: readonly unknown[]): number {
  const most = Math.min(a.length, b.length)
  let count = 0
  while (count < most && surelyEqual(a[count], b[count])) count++
  return count
}

/** How many elements at the ends of two arrays are surely equal; the first `from` of each are left out. */
export function commonEnd(a: readonly unknown[], b: readonly unknown[], from: number): number {
  const most = Math.min(a.length, b.length) - from
  let count = 0
  while (count < most && surelyEqual(a[a.length - 1 - count], b[b.length - 1 - count])) count++
  return count
}

function haveSameElements(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false
  // Unlike every(), this visits holes, which are no values.
  for (let i = 0; i < a.length; i++) {
    if (!surelyEqual(a[i], b[i])) return false
  }
  return true
}

function hasMembers(a: Record<string, unknown>, { names, values }: FlatDocument): boolean {
  let place = 0
  for (const name in a) {
    const one = a[name]
    // Most members are equal and stand in the same order.
    if (name !== names[place] || !Object.is(one, values[place])) {
      const other = names.indexOf(name)
      if (other < 0 || !Object.is(one, values[other])) return false
    }
    place++
  }
  return place === names.length
}

function haveSameMembers(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let more = 0
  for (const key in a) {
    const one = a[key]
    const other = b[key]
    // Most members are texts and equal; a zero has a sign, which === does not see, and undefined is also what b lacks.
    if (one !== other ? !surelyEqual(one, other) : one === undefined || (one === 0 && !Object.is(one, other))) {
      return false
    }
    more++
  }
  // Names alone: whatever is only in one of them makes the numbers differ.
  for (const _ in b) more--
  return more === 0
}

function isPlain(value: object): value is Record<string, unknown> {
  return Object.getPrototypeOf(value) === Object.prototype
}

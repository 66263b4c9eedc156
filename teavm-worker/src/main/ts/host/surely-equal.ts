/**
 * A quick look whether two values hold the same. It says no to what is not worth finding out: bytes, class instances, and
 * members that are `undefined`. The order of members does not count.
 */
export function surelyEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && haveSameElements(a, b)
  return isPlain(a) && isPlain(b) && haveSameMembers(a, b)
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

function haveSameMembers(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let more = 0
  for (const key in a) {
    const one = a[key]
    const other = b[key]
    // Most members are texts and equal; a zero has a sign, which === does not see.
    if (one !== other ? !surelyEqual(one, other) : one === 0 && !Object.is(one, other)) return false
    more++
  }
  // Names alone: whatever is only in one of them makes the numbers differ.
  for (const _ in b) more--
  return more === 0
}

function isPlain(value: object): value is Record<string, unknown> {
  return Object.getPrototypeOf(value) === Object.prototype
}

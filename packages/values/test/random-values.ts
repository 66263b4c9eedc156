import { createHash } from "node:crypto"

const NUMBER_BYTES = 4
const DIGEST_BYTES = 1024 * NUMBER_BYTES

/** Numbers in [0, 1), the same ones for the same seed: from the digests of the seed with 0, 1, 2 and so on. */
export function seeded(seed: number): () => number {
  let digest = Buffer.alloc(0)
  let digests = 0
  let read = 0
  return () => {
    if (read === digest.length) {
      digest = createHash("shake256", { outputLength: DIGEST_BYTES }).update(`${seed} ${digests++}`).digest()
      read = 0
    }
    read += NUMBER_BYTES
    return digest.readUInt32LE(read - NUMBER_BYTES) / 2 ** 32
  }
}

const STRINGS = [
  "",
  "$",
  "$int64",
  '"$',
  "\\u0024",
  "\u0024x",
  "ü",
  "😀",
  "\ud800",
  "\u2028",
  "a b",
  "__proto__",
  "\u0000",
]
const KEYS = ["a", "b", "10", "9", "", "__proto__", "constructor", "toJSON", "a b", "ü", "\u0000", "x$"]
const NUMBERS = [0, -0, 1, -1.5, NaN, Infinity, -Infinity, 2 ** 53, 5e-324, 1.7976931348623157e308]
const BIGINTS = [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 12345678901234567n]

/** Any value of the wire protocol, at most `depth` levels deep. */
export function randomValue(random: () => number, depth: number): unknown {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  switch (Math.floor(random() * (depth > 0 ? 9 : 7))) {
    case 0:
      return null
    case 1:
      return random() < 0.5
    case 2:
      return pick(NUMBERS)
    case 3:
      return random() * 1e6
    case 4:
      return pick(STRINGS)
    case 5:
      return pick(BIGINTS)
    case 6:
      return Uint8Array.from({ length: Math.floor(random() * 9) }, () => random() * 256).buffer
    case 7:
      return Array.from({ length: Math.floor(random() * 4) }, () => randomValue(random, depth - 1))
    default: {
      const entries = Array.from({ length: Math.floor(random() * 4) }, () => [
        pick(KEYS),
        randomValue(random, depth - 1),
      ])
      return Object.fromEntries(entries)
    }
  }
}

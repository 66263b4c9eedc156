import { createHash } from "node:crypto"

const NUMBER_BYTES = 4
const DIGEST_BYTES = 1024 * NUMBER_BYTES

/** Whole numbers below `bound`, the same ones for the same seed: the digests of the seed with 0, 1, 2 and so on. */
export function randomNumbers(seed: number, bound: number): () => number {
  let digest = Buffer.alloc(0)
  let digests = 0
  let read = 0
  return () => {
    if (read === digest.length) {
      digest = createHash("shake256", { outputLength: DIGEST_BYTES }).update(`${seed} ${digests++}`).digest()
      read = 0
    }
    read += NUMBER_BYTES
    return digest.readUInt32LE(read - NUMBER_BYTES) % bound
  }
}

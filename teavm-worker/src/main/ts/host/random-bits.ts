/** Makes a source of uniformly random integers of 1 to 30 bits. */
export function randomBitSource(): (bits: number) => number {
  // Asking the platform for many words at once costs little more than for one.
  const words = new Uint32Array(256)
  let next = words.length
  return (bits) => {
    if (next === words.length) {
      crypto.getRandomValues(words)
      next = 0
    }
    const word = words[next++] ?? 0
    return word >>> (32 - bits)
  }
}

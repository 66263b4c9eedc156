/**
 * Keeps `inFlight` requests open until `millis` have passed and all are answered.
 *
 * @returns requests answered a second
 */
export async function throughput(
  inFlight: number,
  millis: number,
  request: (lane: number) => Promise<void>,
): Promise<number> {
  const start = performance.now()
  let answered = 0
  const lane = async (index: number): Promise<void> => {
    while (performance.now() - start < millis) {
      await request(index)
      answered++
    }
  }
  await Promise.all(Array.from({ length: inFlight }, (_, index) => lane(index)))
  return (answered * 1_000) / (performance.now() - start)
}

/** Runs `count` requests, at most `inFlight` at a time, and collects their answers in order. */
export async function inOrder<T>(
  count: number,
  inFlight: number,
  request: (index: number) => Promise<T>,
): Promise<T[]> {
  const answers = new Array<T>(count)
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next++
      answers[index] = await request(index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(inFlight, count) }, lane))
  return answers
}

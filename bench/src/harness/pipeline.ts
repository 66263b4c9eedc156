import { spreadOf } from "./spread.js"

/** What one round measured. */
export interface Round {
  readonly figure: number
  /** Requests that were answered. */
  readonly operations: number
}

/** Keeps `inFlight` requests open until `millis` have passed and all are answered; the figure is requests a second. */
export async function throughput(
  inFlight: number,
  millis: number,
  request: (lane: number) => Promise<void>,
): Promise<Round> {
  const start = performance.now()
  let answered = 0
  const lane = async (index: number): Promise<void> => {
    while (performance.now() - start < millis) {
      await request(index)
      answered++
    }
  }
  await Promise.all(Array.from({ length: inFlight }, (_, index) => lane(index)))
  return { figure: (answered * 1_000) / (performance.now() - start), operations: answered }
}

/** Takes `count` samples one after the other; the figure is their median. */
export async function medianSample(count: number, sample: () => Promise<number>): Promise<Round> {
  const samples: number[] = []
  while (samples.length < count) samples.push(await sample())
  return { figure: spreadOf(samples).median, operations: count }
}

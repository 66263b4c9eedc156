import type { Watch } from "./watch.js"

/** What a write answered, what everybody who watches got of it, and how long that took. */
export interface Updated {
  readonly answer: any
  readonly results: any[]
  /** Milliseconds from sending the write until the last one had its update. */
  readonly millis: number
}

/** Writes, and waits for the answer and for the next update of every watch. */
export async function untilUpdated(write: () => Promise<any>, watches: readonly Watch[]): Promise<Updated> {
  const start = performance.now()
  let millis = 0
  const updated = async (watch: Watch): Promise<any> => {
    const result = await watch.next()
    millis = performance.now() - start
    return result
  }
  // Together, so that when one of them fails nobody is left whose failure nobody hears.
  const [answer, ...results] = await Promise.all([write(), ...watches.map(updated)])
  return { answer, results, millis }
}

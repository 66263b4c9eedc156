import { deferred } from "./deferred.js"

/** A point in time at which something happens unless it is cancelled before. */
export class Deadline {
  #timer: ReturnType<typeof setTimeout> | undefined
  #elapsed: (() => void) | undefined

  /** Sets the deadline, `delayMillis` from now; an earlier one is void. */
  set(delayMillis: number, elapsed: () => void): void {
    this.cancel()
    this.#elapsed = elapsed
    this.#timer = setTimeout(elapsed, delayMillis)
  }

  cancel(): void {
    this.#elapsed = undefined
    clearTimeout(this.#timer)
  }

  /** Lets it happen now, if it has been set and not cancelled. */
  expire(): void {
    const elapsed = this.#elapsed
    this.cancel()
    elapsed?.()
  }
}

/**
 * Waits until the deadline for what `ask` promises.
 *
 * @throws Error when the deadline is over; what `ask` throws.
 */
export async function answerWithin<T>(limitMillis: number, deadline: Deadline, ask: () => T | Promise<T>): Promise<T> {
  const late = deferred<never>()
  deadline.set(limitMillis, () => late.reject(new Error(`no answer within ${limitMillis} ms`)))
  try {
    return await Promise.race([late.promise, (async () => ask())()])
  } finally {
    deadline.cancel()
  }
}

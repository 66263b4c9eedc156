import { ZerobackError } from "@zeroback/values"

interface Handler {
  /** Unix time in milliseconds. */
  readonly ends: number
  expire(): void
}

/** The longest delay of a timer. */
const MOST_MILLIS = 2 ** 31 - 1

/**
 * Ends handlers that take too long, as seen when they await: nothing interrupts a computation. One timer serves all of
 * them, and there is none while no handler is under way, since a timer keeps the object awake.
 */
export class Deadlines {
  readonly #millis: number
  /** In the order of their ends, since all have the same time. */
  readonly #handlers = new Set<Handler>()
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param millis - `limits.runMillis`; `Infinity` for no limit. */
  constructor(millis: number) {
    this.#millis = millis
  }

  /** Settles as `outcome` does, or rejects when that takes too long; what it does later is nobody's business. */
  within<T>(fn: string, outcome: Promise<T>): Promise<T> {
    if (this.#millis > MOST_MILLIS) return outcome
    return new Promise((resolve, reject) => {
      const handler = { ends: Date.now() + this.#millis, expire: () => reject(tooLong(fn, this.#millis)) }
      this.#begin(handler)
      outcome.then(resolve, reject).finally(() => this.#end(handler))
    })
  }

  #begin(handler: Handler): void {
    this.#handlers.add(handler)
    this.#timer ??= setTimeout(() => this.#look(), this.#millis)
  }

  #end(handler: Handler): void {
    if (!this.#handlers.delete(handler) || this.#handlers.size > 0) return
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #look(): void {
    const now = Date.now()
    this.#timer = undefined
    for (const handler of this.#handlers) {
      if (handler.ends > now) {
        this.#timer = setTimeout(() => this.#look(), handler.ends - now)
        return
      }
      this.#handlers.delete(handler)
      handler.expire()
    }
  }
}

function tooLong(fn: string, millis: number): ZerobackError {
  const message = `"${fn}" took longer than limits.runMillis, ${millis} ms, and was given up; what an action has done by then stays done.`
  return ZerobackError.coded("execution_error", message)
}

import { ZerobackError } from "@zeroback/values"

interface Handler {
  readonly fn: string
  /** Unix time in milliseconds. */
  readonly ends: number
  readonly reject: (reason: ZerobackError) => void
}

/** The longest delay of a timer. */
const MOST_MILLIS = 2 ** 31 - 1

/**
 * Milliseconds from the first start of a handler to the look for those that are still under way. Nearly all have ended
 * by then, so that a timer is made for many of them, and not for each.
 */
const FIRST_LOOK_MILLIS = 50

/**
 * Ends handlers that take too long, as seen when they await: nothing interrupts a computation. One timer serves all of
 * them. None is left longer than a first look takes once no handler is under way, since a timer keeps the object awake.
 */
export class Deadlines {
  readonly #millis: number
  /** In the order of their ends, since all have the same time. */
  readonly #handlers = new Set<Handler>()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Whether the timer waits for the end of a handler, rather than for the first look. */
  #isLong = false

  /** @param millis - `limits.runMillis`; `Infinity` for no limit. */
  constructor(millis: number) {
    this.#millis = millis
  }

  /**
   * Settles as `outcome` does, or rejects when that takes too long; what it does later is nobody's business.
   *
   * @param at - When the handler started, Unix time in milliseconds.
   */
  within<T>(fn: string, at: number, outcome: Promise<T>): Promise<T> {
    if (this.#millis > MOST_MILLIS) return outcome
    return new Promise((resolve, reject) => {
      const handler = { fn, ends: at + this.#millis, reject }
      this.#handlers.add(handler)
      this.#timer ??= setTimeout(() => this.#look(), Math.min(FIRST_LOOK_MILLIS, this.#millis))
      outcome.then(
        (result) => {
          this.#end(handler)
          resolve(result)
        },
        (reason: unknown) => {
          this.#end(handler)
          reject(reason)
        },
      )
    })
  }

  #end(handler: Handler): void {
    if (!this.#handlers.delete(handler) || !this.#isLong || this.#handlers.size > 0) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isLong = false
  }

  #look(): void {
    const now = Date.now()
    this.#timer = undefined
    this.#isLong = false
    for (const handler of this.#handlers) {
      if (handler.ends > now) {
        this.#timer = setTimeout(() => this.#look(), handler.ends - now)
        this.#isLong = true
        return
      }
      this.#handlers.delete(handler)
      handler.reject(tooLong(handler.fn, this.#millis))
    }
  }
}

function tooLong(fn: string, millis: number): ZerobackError {
  const message = `"${fn}" took longer than limits.runMillis, ${millis} ms, and was given up; what an action has done by then stays done.`
  return ZerobackError.coded("execution_error", message)
}

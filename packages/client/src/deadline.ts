/** A point in time at which something happens unless it is cancelled before. */
export class Deadline {
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Sets the deadline, `delayMillis` from now; an earlier one is void. */
  set(delayMillis: number, elapsed: () => void): void {
    this.cancel()
    this.#timer = setTimeout(elapsed, delayMillis)
  }

  cancel(): void {
    clearTimeout(this.#timer)
  }
}

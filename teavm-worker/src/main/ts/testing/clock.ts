/** Time that moves only when a test says so. */
export class TestClock {
  #now: number
  #timers: { readonly dueAt: number; readonly task: () => void }[] = []

  constructor(now: number) {
    this.#now = now
  }

  /** Unix time in milliseconds. */
  get now(): number {
    return this.#now
  }

  after(delayMillis: number, task: () => void): void {
    this.#timers.push({ dueAt: this.#now + Math.max(0, delayMillis), task })
  }

  /** When the earliest timer is due; Infinity if there is none. */
  get nextDue(): number {
    return Math.min(Infinity, ...this.#timers.map((timer) => timer.dueAt))
  }

  /** Moves on to `now` and runs what became due, in the order of its times. */
  moveTo(now: number): void {
    this.#now = Math.max(this.#now, now)
    const due = this.#timers.filter((timer) => timer.dueAt <= this.#now)
    this.#timers = this.#timers.filter((timer) => timer.dueAt > this.#now)
    for (const { task } of due.sort((a, b) => a.dueAt - b.dueAt)) task()
  }

  /** Forgets every timer, as a process does that ends. */
  clear(): void {
    this.#timers = []
  }
}

/**
 * How far a socket of protocol 2 has come. Each mutation promises its caller a transition at or after its commit; the
 * server wants to know once a second what has been processed.
 */
export class Transitions {
  private shown = 0
  private acknowledged = 0
  private promised = 0
  private promisedAt = 0
  private reached: (() => void) | undefined

  /** A mutation answered that it was committed at `ts`. */
  promise(ts: number): void {
    if (this.promised <= this.shown) this.promisedAt = performance.now()
    this.promised = Math.max(this.promised, ts)
  }

  /** A transition to `ts` arrived. */
  arrived(ts: number): void {
    if (ts < this.shown) throw new Error(`A transition to ${ts} came after one to ${this.shown}`)
    this.shown = ts
    if (this.promised <= ts) this.reached?.()
  }

  /** The newest commit that the server has not been told of. */
  takeUnacknowledged(): number | undefined {
    if (this.shown === this.acknowledged) return undefined
    return (this.acknowledged = this.shown)
  }

  /** Milliseconds that a promised transition has been missing. */
  overdueMillis(now: number): number {
    return this.promised > this.shown ? now - this.promisedAt : 0
  }

  /** Waits for all that was promised, or until {@link giveUp}. */
  complete(): Promise<void> {
    if (this.promised <= this.shown) return Promise.resolve()
    return new Promise((resolve) => (this.reached = resolve))
  }

  /** The socket has failed: nothing more will arrive. */
  giveUp(): void {
    this.reached?.()
  }
}

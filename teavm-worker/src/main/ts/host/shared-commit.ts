/** Ends at most that are not held up from one look for company to the next. */
const MOST_ALONE = 32

/**
 * Decides in which event a mutation that waited for something is committed. Each event that writes ends with a commit to
 * storage, so those whose handlers return at about the same time share one (group commit): they wait for a timer of 0 ms.
 *
 * A mutation that ends in the event of its start is nobody's company; {@link FrameIntake} has put those together.
 */
export class SharedCommit {
  /** Mutations whose handlers have begun and that are not committed. */
  #underWay = 0
  /** Goes off in the event in which those that wait are committed. */
  #turn: Promise<void> | undefined
  #waiting = 0
  /** Ends until the next look; twice as many each time that it finds no company. */
  #untilLook = 0
  #alone = 0

  /** The handler of a mutation has begun. */
  begin(): void {
    this.#underWay++
  }

  /** A mutation is committed, or has failed. */
  end(): void {
    this.#underWay--
  }

  /** Resolves when a mutation whose handler has returned is to be committed; `undefined` if it is now. */
  turn(): Promise<void> | undefined {
    if (this.#underWay < 2) return undefined
    if (!this.#turn && this.#untilLook > 0) {
      this.#untilLook--
      return undefined
    }
    this.#waiting++
    return (this.#turn ??= new Promise((resolve) => {
      setTimeout(() => {
        this.#learn()
        this.#turn = undefined
        resolve()
      })
    }))
  }

  #learn(): void {
    this.#alone = this.#waiting > 1 ? 0 : Math.min(2 * this.#alone + 1, MOST_ALONE)
    this.#untilLook = this.#alone
    this.#waiting = 0
  }
}

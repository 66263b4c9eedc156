/** Handles a message; returns the end of the run that it started, if it started one. */
export type Handling = () => Promise<void> | undefined

/** Told of groups of messages that are handled in one event, or few. */
export interface Groups {
  begin(): void
  end(): void
}

/** Messages that one event handles at most: its answers leave when it ends. */
const MOST_IN_GROUP = 16

/** Messages that wait at most for all to be delivered. */
const MOST_WAITING = 64

/** Runs at most from one look for company to the next. */
const MOST_ALONE = 32

/**
 * Decides in which event a message is handled. The platform delivers each in an event of its own, and each event that
 * writes ends with a commit to storage. While messages arrive faster than they are handled, they wait for all that have
 * arrived and are handled in one event, with one commit (group commit). One that comes alone is handled at once.
 *
 * Messages are handled in the order of their arrival, each when the run of the one before has ended or waits for
 * something outside the object, just as if each had its own event.
 */
export class FrameIntake {
  readonly #groups: Groups
  /** Of what has arrived and is not handled, oldest first. */
  readonly #waiting: Handling[] = []
  /** Goes off when all that had arrived is delivered and every run has ended or waits for something. */
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Whether messages that start runs came together of late, so that also the first of them waits for others. */
  #isGrouping = false
  /** Runs since the last look for company began. Acknowledgements, which follow each update, are no company. */
  #company = 0
  /** Runs to start before the next look; twice as many each time that it finds no company. */
  #untilLook = 1
  #alone = 1
  /** Messages of the group that is being handled; 0 between groups. */
  #inGroup = 0
  /** Counts the calls of `#next`: only the run that the newest has started calls it again when it ends. */
  #calls = 0

  constructor(groups: Groups) {
    this.#groups = groups
  }

  /** Handles a message now or in an event soon. */
  receive(handle: Handling): void {
    if (this.#timer === undefined && !this.#isGrouping) {
      if (handle() && --this.#untilLook === 0) this.#look(1)
      return
    }
    if (this.#timer === undefined) this.#look(0)
    this.#waiting.push(handle)
    if (this.#waiting.length >= MOST_WAITING) this.#next()
  }

  /** Does something as soon as the messages that have arrived are handled. */
  afterwards(act: () => void): void {
    if (this.#waiting.length === 0) return act()
    this.#waiting.push(() => {
      act()
      return undefined
    })
  }

  /**
   * Waits until all that has arrived is delivered.
   *
   * @param company - Runs that are part of it already.
   */
  #look(company: number): void {
    this.#company = company
    this.#goOnLater()
  }

  /** All that had arrived during a look is handled. */
  #learn(): void {
    if (this.#company === 0) return
    this.#isGrouping = this.#company > 1
    this.#alone = this.#isGrouping ? 1 : Math.min(2 * this.#alone, MOST_ALONE)
    this.#untilLook = this.#alone
  }

  /** Goes on with the group, or ends it. */
  #next(): void {
    const call = ++this.#calls
    while (this.#waiting.length > 0 && this.#inGroup < MOST_IN_GROUP) {
      if (this.#inGroup++ === 0) this.#groups.begin()
      const run = this.#handleFirst()
      if (!run) continue
      this.#company++
      void run.then(() => {
        if (call === this.#calls) this.#next()
      })
      this.#goOnLater()
      return
    }
    if (this.#waiting.length > 0) {
      this.#goOnLater()
    } else {
      clearTimeout(this.#timer)
      this.#timer = undefined
      this.#learn()
    }
    this.#endGroup()
  }

  #endGroup(): void {
    if (this.#inGroup === 0) return
    this.#inGroup = 0
    this.#groups.end()
  }

  /** Goes on in another event, if not before. What the one before has handled is a group of its own. */
  #goOnLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#endGroup()
      this.#next()
    })
  }

  #handleFirst(): Promise<void> | undefined {
    try {
      return this.#waiting.shift()!()
    } catch (defect) {
      // The others of the group are still to be handled.
      console.error("Zeroback failed on what a socket did:", defect)
      return undefined
    }
  }
}

import type { DurableObjectState } from "./platform.js"

/** Under which a state brings a clock of its own. */
export const CLOCK = Symbol("clock")

/** Time as functions and the engine see it. */
export interface Clock {
  /** Unix time in milliseconds. */
  readonly now: number
  after(delayMillis: number, task: () => void): void
}

const platformClock: Clock = {
  get now() {
    return Date.now()
  },
  after: (delayMillis, task) => void setTimeout(task, delayMillis),
}

/** The platform's clock, unless the state brings one: a test's. */
export function clockOf(state: DurableObjectState): Clock {
  return state[CLOCK] ?? platformClock
}

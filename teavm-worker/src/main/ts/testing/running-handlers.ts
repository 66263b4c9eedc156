import type { RegisteredFunction } from "../functions/registered.js"
import { node } from "./node.js"

/** Counts the handlers that are running, so that a test can wait until none is. */
export class RunningHandlers {
  #running = 0

  /** The same functions, counted. */
  counted(functions: Readonly<Record<string, RegisteredFunction>>): Record<string, RegisteredFunction> {
    const counted = ([name, fn]: [string, RegisteredFunction]) => [
      name,
      { ...fn, handler: (ctx: unknown, args: unknown) => this.#count(fn, ctx, args) },
    ]
    return Object.fromEntries(Object.entries(functions).map(counted)) as Record<string, RegisteredFunction>
  }

  /** Resolves when nothing runs and nothing is about to. */
  async none(): Promise<void> {
    do {
      // A turn of the event loop empties the microtasks in which the engine starts and concludes runs.
      await new Promise<void>((resolve) => node.setImmediate(resolve))
    } while (this.#running > 0)
  }

  async #count(fn: RegisteredFunction, ctx: unknown, args: unknown): Promise<unknown> {
    this.#running++
    try {
      return await fn.handler(ctx, args)
    } finally {
      this.#running--
    }
  }
}

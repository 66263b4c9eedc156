import { ZerobackError } from "@zeroback/values"
import type { Engine } from "../engine.js"
import type { Program } from "./options.js"
import { runContext } from "./run-context.js"

/** Runs the app's handlers and tells the engine how each ended. */
export class FunctionRunner {
  readonly #functions: Program["functions"]
  readonly #dev: boolean

  constructor(functions: Program["functions"], dev: boolean) {
    this.#functions = functions
    this.#dev = dev
  }

  /** Starts a handler in a microtask of its own: the engine must not hear of the outcome before this returns. */
  start(engine: Engine, run: number, name: string, args: unknown): void {
    this.#execute(engine, run, name, args).catch((bug: unknown) => {
      console.error(`Zeroback could not conclude run ${run} of ${name}:`, bug)
    })
  }

  async #execute(engine: Engine, run: number, name: string, args: unknown): Promise<void> {
    await undefined
    let result: unknown
    try {
      const fn = this.#functions[name]
      if (!fn) throw new TypeError(`${name} is not in the manifest`)
      result = await fn.handler(runContext(engine, run, fn.kind), args)
    } catch (thrown) {
      this.#report(engine, run, name, thrown)
      return
    }
    engine.finished(run, result)
  }

  #report(engine: Engine, run: number, name: string, thrown: unknown): void {
    if (thrown instanceof ZerobackError) {
      engine.failed(run, thrown.code, thrown.message, thrown.data)
      return
    }
    console.error(`${name} failed:`, thrown)
    // Messages of other errors may hold secrets of the app; outside development they stay in the log.
    engine.failed(run, "execution_error", this.#dev ? messageOf(thrown) : "Server error", undefined)
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

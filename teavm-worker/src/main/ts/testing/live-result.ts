import { parseValue, ZerobackError } from "@zeroback/values"

/** The states of one live query, as a subscribed client gets them. */
export class LiveResult<T> {
  readonly #states: (T | ZerobackError)[] = []
  readonly #stop: () => void

  constructor(stop: () => void) {
    this.#stop = stop
  }

  /** The newest result. Throws the query's error if that is its newest state, or if there is none yet. */
  get current(): T {
    const state = this.#states.at(-1)
    if (this.#states.length === 0) throw new Error("The query has not answered yet; await backend.settled() first.")
    if (state instanceof ZerobackError) throw state
    return state as T
  }

  /** Every state so far, oldest first: results, and errors as `ZerobackError`. */
  get states(): readonly (T | ZerobackError)[] {
    return this.#states
  }

  /** Ends the subscription. */
  stop(): void {
    this.#stop()
  }

  /** @internal Takes a frame of the base protocol. */
  receive(text: string): void {
    const frame = parseValue(text) as Frame
    switch (frame.type) {
      case "result":
      case "update":
        this.#states.push(frame.result as T)
        break
      case "updates":
        for (const { result } of frame.items) this.#states.push(result as T)
        break
      case "error":
        this.#states.push(ZerobackError.coded(frame.code, frame.message, frame.data))
        break
      default:
        throw new Error(`A live query got a frame of type ${(frame as { type: string }).type}`)
    }
  }
}

type Frame =
  | { readonly type: "result" | "update"; readonly result?: unknown }
  | { readonly type: "updates"; readonly items: readonly { readonly result?: unknown }[] }
  | { readonly type: "error"; readonly code: string; readonly message: string; readonly data?: unknown }

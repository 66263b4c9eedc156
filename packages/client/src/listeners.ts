/** Calls a listener; that one of an app throws is told in the console. */
export function tellOne<Value>(listener: (value: Value) => void, value: Value): void {
  try {
    listener(value)
  } catch (error) {
    console.error("Zeroback: a listener failed", error)
  }
}

/** Those who want to hear of something. One that throws does not keep the others from hearing, one that stopped hears no more. */
export class Listeners<Value = void> {
  readonly #listeners = new Set<(value: Value) => void>()

  get size(): number {
    return this.#listeners.size
  }

  /** Calls `listener` each time until the function returned is called. */
  add(listener: (value: Value) => void): () => void {
    // Wrapped, so that a listener given twice is called twice and stopped one by one.
    const entry = (value: Value) => listener(value)
    this.#listeners.add(entry)
    return () => this.#listeners.delete(entry)
  }

  tell(value: Value): void {
    for (const listener of [...this.#listeners]) {
      // One that heard before may have stopped it.
      if (this.#listeners.has(listener)) tellOne(listener, value)
    }
  }

  clear(): void {
    this.#listeners.clear()
  }
}

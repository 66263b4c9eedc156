import { canonicalKey } from "@zeroback/values"
import { functionName, type LocalStore, type OptimisticUpdate } from "./local-store.js"

/** One mutation's optimistic update. */
export interface Layer {
  readonly update: OptimisticUpdate
}

/** The optimistic updates of the mutations under way, in the order in which they were made. */
export class OptimisticLayers {
  readonly #layers = new Set<Layer>()

  add(update: OptimisticUpdate): Layer {
    const layer = { update }
    this.#layers.add(layer)
    return layer
  }

  /** @returns whether the layer was there. */
  remove(layer: Layer): boolean {
    return this.#layers.delete(layer)
  }

  /**
   * Runs every update, each on top of the ones before it.
   *
   * An update that throws changes nothing this time; the next server state may suit it.
   *
   * @param serverResult - The result of a query by its key, without any update.
   * @returns the results that the updates have set, by key.
   */
  replay(serverResult: (key: string) => unknown, failed: (layer: Layer, error: unknown) => void): Map<string, unknown> {
    const results = new Map<string, unknown>()
    for (const layer of this.#layers) {
      const written = new Map<string, unknown>()
      const read = (key: string) =>
        written.has(key) ? written.get(key) : results.has(key) ? results.get(key) : serverResult(key)
      try {
        runUpdate(layer.update, read, written)
      } catch (error) {
        failed(layer, error)
        continue
      }
      for (const [key, result] of written) results.set(key, result)
    }
    return results
  }
}

function runUpdate(update: OptimisticUpdate, read: (key: string) => unknown, written: Map<string, unknown>): void {
  let running = true
  const store: LocalStore = {
    getQuery: (ref, args) => read(canonicalKey(functionName(ref), args)),
    setQuery(ref, args, value) {
      if (!running) throw new Error("An optimistic update must be synchronous: setQuery was called after it returned")
      written.set(canonicalKey(functionName(ref), args), value)
    },
  }
  update(store)
  running = false
}

/**
 * Says which queues of mutations belong to pages that are open: a page holds the lock of its own, and takes over one
 * whose lock is free. Where there are no Web Locks, every queue found is free.
 */
export class LaneLocks {
  readonly #database: string
  readonly #releases = new Map<string, () => void>()

  constructor(database: string) {
    this.#database = database
  }

  /** Takes a lane; resolves to whether it was free. It is held until {@link release}. */
  take(lane: string): Promise<boolean> {
    if (typeof navigator === "undefined" || !("locks" in navigator)) return Promise.resolve(true)
    const { locks } = navigator
    return new Promise((resolve, reject) => {
      locks
        .request(`${this.#database}|${lane}`, { ifAvailable: true }, (lock) => {
          resolve(lock !== null)
          return lock ? new Promise<void>((release) => this.#releases.set(lane, release)) : undefined
        })
        .catch(reject)
    })
  }

  release(lane: string): void {
    this.#releases.get(lane)?.()
    this.#releases.delete(lane)
  }

  releaseAll(): void {
    for (const lane of [...this.#releases.keys()]) this.release(lane)
  }
}

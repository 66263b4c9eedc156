/**
 * Says which queues of mutations belong to pages that are open: a page holds the lock of its own, and takes over one
 * whose lock is free. Where there are no Web Locks, every queue found is free.
 */
export class LaneLocks {
  readonly #database: string
  readonly #releases = new Map<string, () => void>()
  #isClosed = false

  constructor(database: string) {
    this.#database = database
  }

  /** Takes a lane; resolves to whether it was free. It is held until {@link release}. */
  take(lane: string): Promise<boolean> {
    // Absent where the page is not secure; null in documents that are simulated.
    const locks = typeof navigator === "undefined" ? undefined : (navigator.locks as LockManager | null | undefined)
    if (!locks) return Promise.resolve(true)
    return new Promise((resolve, reject) => {
      locks
        .request(`${this.#database}|${lane}`, { ifAvailable: true }, (lock) => {
          const isTaken = lock !== null && !this.#isClosed
          resolve(isTaken)
          return isTaken ? new Promise<void>((release) => this.#releases.set(lane, release)) : undefined
        })
        .catch(reject)
    })
  }

  release(lane: string): void {
    this.#releases.get(lane)?.()
    this.#releases.delete(lane)
  }

  /** Releases all; what is granted later is released at once. */
  close(): void {
    this.#isClosed = true
    for (const lane of [...this.#releases.keys()]) this.release(lane)
  }
}

type Callback = (lock: { name: string } | null) => Promise<unknown> | undefined

/** The part of the Web Locks API that this client uses, for all clients of one process; Node 20 has none. */
export class OneProcessLocks {
  readonly #held = new Set<string>()

  get count(): number {
    return this.#held.size
  }

  async request(name: string, _options: { ifAvailable: true }, callback: Callback): Promise<void> {
    if (this.#held.has(name)) {
      await callback(null)
      return
    }
    this.#held.add(name)
    await callback({ name })
    this.#held.delete(name)
  }
}

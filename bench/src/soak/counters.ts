import { setTimeout as sleep } from "node:timers/promises"
import type { Item } from "../items.js"
import { fresh } from "./fresh.js"

/** Documents that are counted up, and how far each should have come. */
export class Counters {
  scheduled = 0
  readonly #expected: Map<string, number>

  constructor(ids: readonly string[]) {
    this.#expected = new Map(ids.map((id) => [id, 0]))
  }

  any(): string {
    const ids = [...this.#expected.keys()]
    return ids[Math.floor(Math.random() * ids.length)]!
  }

  /** An increment was confirmed. */
  raised(id: string): void {
    this.#expected.set(id, this.#expected.get(id)! + 1)
  }

  /** A job that increments was confirmed. */
  willRaise(id: string): void {
    this.scheduled++
    this.raised(id)
  }

  /** Which of them are not where they should be, after a while in which the last jobs may run. */
  async differences(server: URL, patienceMillis: number): Promise<string[]> {
    const deadline = Date.now() + patienceMillis
    for (;;) {
      const wrong: string[] = []
      for (const [id, expected] of this.#expected) {
        const { count } = (await fresh(server, "items:get", { id })) as Item
        if (count !== expected) wrong.push(`${id} was counted up to ${count} instead of ${expected}`)
      }
      if (wrong.length === 0 || Date.now() > deadline) return wrong
      await sleep(500)
    }
  }
}

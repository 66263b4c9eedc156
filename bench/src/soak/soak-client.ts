import { QueryStore, ZerobackClient } from "@zeroback/client"
import { setTimeout as sleep } from "node:timers/promises"
import { isDeepStrictEqual } from "node:util"
import { newItem } from "../items.js"
import type { Counters } from "./counters.js"
import { fresh } from "./fresh.js"
import type { Sockets } from "./sockets.js"

const MOST_SUBSCRIPTIONS = 12

/** Documents of one client. With a bound on them, memory that grows is not the memory of more data. */
const MOST_ITEMS = 60

const LONGEST_DELAY_MILLIS = 3_000

interface Subscription {
  readonly fn: string
  readonly args: Record<string, unknown>
  readonly end: () => void
}

/** One client of a soak: does one thing after the other, and checks at the end what it shows. */
export class SoakClient {
  operations = 0
  readonly faults: string[] = []
  readonly #client: ZerobackClient
  readonly #subscriptions: Subscription[] = []
  readonly #items: string[] = []

  constructor(
    private readonly index: number,
    server: URL,
    private readonly projects: readonly string[],
    private readonly counters: Counters,
    private readonly sockets: Sockets,
  ) {
    const url = new URL("/ws", server)
    url.protocol = "ws:"
    this.#client = new ZerobackClient(url.href, { backoff: { baseMs: 50, maxMs: 500, maxAttempts: 1_000 } })
  }

  async work(goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      try {
        await this.#act()
      } catch (error) {
        this.faults.push(`Client ${this.index}: ${String(error)}`)
      }
      this.operations++
      await sleep(Math.random() * 40)
    }
  }

  async #act(): Promise<void> {
    const chance = Math.random()
    const id = this.counters.any()
    if (chance < 0.35) {
      await this.#client.mutation("items:increment", { id })
      this.counters.raised(id)
    } else if (chance < 0.45) {
      await this.#client.mutation("items:incrementLater", { id, delayMillis: Math.random() * LONGEST_DELAY_MILLIS })
      this.counters.willRaise(id)
    } else if (chance < 0.65 && this.#items.length < MOST_ITEMS) {
      this.#items.push((await this.#client.mutation("items:add", newItem(this.#project(), 0))) as string)
    } else if (chance < 0.8) {
      await this.#change()
    } else if (chance < 0.98) {
      this.#resubscribe()
    } else {
      this.sockets.dropOne()
    }
  }

  async #change(): Promise<void> {
    const item = this.#items[0]
    if (item === undefined) return
    if (this.#items.length >= MOST_ITEMS || Math.random() < 0.3) {
      this.#items.shift()
      await this.#client.mutation("items:remove", { id: item })
    } else {
      await this.#client.mutation("items:setStatus", { id: item, status: Math.random() < 0.5 ? "open" : "done" })
    }
  }

  #resubscribe(): void {
    if (this.#subscriptions.length >= MOST_SUBSCRIPTIONS) this.#subscriptions.shift()!.end()
    const [fn, args] =
      Math.random() < 0.5
        ? (["items:byProject", { project: this.#project() }] as const)
        : Math.random() < 0.5
          ? (["items:latest", { limit: 1 + Math.floor(Math.random() * 20) }] as const)
          : (["items:get", { id: this.counters.any() }] as const)
    this.#subscriptions.push({ fn, args, end: this.#client.subscribe(fn, args) })
  }

  #project(): string {
    return this.projects[Math.floor(Math.random() * this.projects.length)]!
  }

  /** Which of its queries show something else than a fresh run gives, after a while in which updates may arrive. */
  async differences(server: URL, patienceMillis: number): Promise<string[]> {
    const deadline = Date.now() + patienceMillis
    for (;;) {
      const wrong: string[] = []
      for (const { fn, args } of this.#subscriptions) {
        const shown = this.#client.getQueryResult(QueryStore.makeKey(fn, args))
        if (!isDeepStrictEqual(shown, await fresh(server, fn, args)))
          wrong.push(
            `Client ${this.index} shows something else for ${fn} ${JSON.stringify(args)} than a fresh run gives`,
          )
      }
      if (wrong.length === 0 || Date.now() > deadline) return wrong
      await sleep(200)
    }
  }

  close(): void {
    this.#client.close()
  }
}

import { canonicalKey, parseValue, stringifyValue, ZerobackError } from "@zeroback/values"
import type { Engine, EngineHost } from "../../../main/ts/engine.js"
import { createEngine } from "../../../main/ts/engine.js"
import { natives } from "./natives.js"

type Fields = Record<string, unknown>
type Write = ["delete", number] | ["replace", number, Fields] | ["insert", Fields]

/** One round of `vectors/queries.json`; see the README beside it. */
interface Round {
  readonly schema: { tables: Record<string, unknown> }
  readonly table: string
  readonly ids: readonly string[]
  readonly documents: readonly [pause: number, fields: Fields][]
  readonly writes: readonly Write[]
  readonly cases: readonly [query: { terminal: string }, answer: unknown][]
}

/** What a round has shown. */
export interface Replay {
  readonly asked: number
  readonly failures: readonly string[]
}

/** 2025-01-01T00:00:00Z. */
const START_MILLIS = 1_735_689_600_000

/** `java.util.Random`, from which the vectors' ids were made. */
function javaRandom(seed: bigint): (bits: number) => number {
  const mask = (1n << 48n) - 1n
  let state = (seed ^ 0x5deece66dn) & mask
  return (bits) => {
    state = (state * 0x5deece66dn + 0xbn) & mask
    return Number(state >> 16n) >>> (32 - bits)
  }
}

/** Plays a round of the query vectors at the engine's own boundary, with the clock and the randomness of the vectors. */
export class QueryVectorsDO {
  readonly #storage: any
  #engine!: Engine
  #now = START_MILLIS
  #body: (run: number) => void = () => undefined

  constructor(state: { storage: any }) {
    this.#storage = state.storage
  }

  async fetch(request: Request): Promise<Response> {
    const round = parseValue(await request.text()) as Round
    return Response.json(this.#play(round))
  }

  #play(round: Round): Replay {
    const failures: string[] = []
    const engine = createEngine(this.#host(), {
      schema: round.schema,
      functions: { run: { kind: "mutation", visibility: "public", args: {} } },
    })
    this.#engine = engine
    engine.start()
    const ids: string[] = []
    const contents = new Map<string, Fields>()
    const insert = (run: number, fields: Fields) => {
      const id = engine.insert(run, round.table, fields)
      ids.push(id)
      contents.set(id, fields)
    }
    for (const [pause, fields] of round.documents) {
      this.#mutate((run) => insert(run, fields))
      this.#now += pause
    }
    const askAll = (run: number) => {
      for (const [query, expected] of round.cases) {
        const answer = this.#answer(run, query, (document) => {
          const { _id, _creationTime, ...fields } = document
          const same = canonicalKey("", fields) === canonicalKey("", contents.get(_id)) && _creationTime >= START_MILLIS
          return same ? ids.indexOf(_id) : `changed: ${stringifyValue(document)}`
        })
        if (stringifyValue(answer) !== stringifyValue(expected)) {
          failures.push(`${stringifyValue(query)}: ${stringifyValue(answer)}, not ${stringifyValue(expected)}`)
        }
      }
    }
    this.#mutate((run) => {
      for (const write of round.writes) {
        if (write[0] === "insert") insert(run, write[1])
        else if (write[0] === "delete") engine.delete(run, ids[write[1]])
        else {
          engine.replace(run, ids[write[1]], write[2])
          contents.set(ids[write[1]]!, write[2])
        }
      }
      askAll(run)
    })
    if (String(ids) !== String(round.ids)) failures.push(`ids: ${ids}, not ${round.ids}`)
    this.#mutate(askAll)
    return { asked: 2 * round.cases.length, failures }
  }

  #mutate(body: (run: number) => void): void {
    this.#body = body
    let outcome: unknown = new Error("The mutation has not ended")
    this.#engine.call("mutation", true, "run", {}, null, {
      succeeded: () => void (outcome = null),
      failed: (error) => void (outcome = error),
    })
    if (outcome !== null) throw outcome
  }

  /** The answer with `told(document)` for documents; of a page all pages together, of an error its message. */
  #answer(run: number, query: { terminal: string }, told: (document: any) => unknown): unknown {
    try {
      if (query.terminal !== "paginate") return numbered(this.#engine.query(run, query), told)
      const found: unknown[] = []
      let next: any = query
      let page: any
      do {
        page = this.#engine.query(run, next)
        found.push(...page.page)
        next = { ...query, cursor: page.continueCursor }
      } while (!page.isDone)
      return numbered(found, told)
    } catch (refused) {
      if (refused instanceof ZerobackError) return refused.message
      throw refused
    }
  }

  #host(): EngineHost {
    const storage = this.#storage
    return {
      sql: (text, bindings) => storage.sql.exec(text, ...bindings),
      transaction: (body) => storage.transactionSync(body),
      now: () => this.#now,
      randomBits: javaRandom(1n),
      after: () => undefined,
      setAlarm: () => undefined,
      clearAlarm: () => undefined,
      send: () => undefined,
      close: () => undefined,
      authenticate: () => undefined,
      attach: () => undefined,
      openSockets: () => [],
      attachment: () => null,
      startFunction: (run) => {
        try {
          this.#body(run)
          this.#engine.finished(run, null)
        } catch (thrown) {
          this.#engine.failed(run, "execution_error", String(thrown), undefined)
        }
      },
      logError: (message) => console.error(message),
      ...natives,
    }
  }
}

function numbered(answer: any, told: (document: any) => unknown): unknown {
  if (Array.isArray(answer)) return answer.map((element) => numbered(element, told))
  return typeof answer === "object" && answer !== null ? told(answer) : answer
}

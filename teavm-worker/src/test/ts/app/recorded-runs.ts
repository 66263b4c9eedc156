import { parseValue, stringifyValue, type ZerobackError } from "@zeroback/values"
import type { Completion, Engine, EngineHost } from "../../../main/ts/engine.js"
import { createEngine } from "../../../main/ts/engine.js"
import { natives } from "./natives.js"

/** A call of the engine's boundary as the simulation on the JVM has made it; see `RunRecording`. */
interface Call {
  readonly method: string
  readonly args: readonly any[]
  /** Unix time in milliseconds. */
  readonly now: number
  /** What the engine did to the outside: `[host function, ...arguments]`. */
  readonly did: readonly unknown[]
  readonly statements: number
  readonly random?: readonly number[]
  readonly sockets?: readonly number[]
  readonly attachments?: readonly [socket: number, text: string | null][]
  /** The statement that the disk refuses, counted from 1. */
  readonly failsAt?: number
  /** The statement at which the process dies. */
  readonly diesAt?: number
  readonly gave?: unknown
  readonly threw?: string
}

interface RecordedRun {
  readonly seed: number
  readonly calls: readonly (Call | { readonly doomed: readonly Call[] })[]
}

/** How far the engine went as recorded, and what it did otherwise; `undefined` if nothing. */
export interface Replay {
  readonly calls: number
  readonly statements: number
  readonly difference: string | undefined
}

class PowerCut extends Error {}

/** Takes the engine through a recorded run, and compares what it does at each call, to the letter. */
export class RecordedRunDO {
  readonly #storage: any
  #engine!: Engine
  #call!: Call
  #did: unknown[] = []
  #random: number[] = []
  #statements = 0
  #dead = false
  #completions = 0
  readonly #timers: (() => void)[] = []

  constructor(state: { storage: any }) {
    this.#storage = state.storage
  }

  async fetch(request: Request): Promise<Response> {
    return Response.json(this.#play(parseValue(await request.text()) as RecordedRun))
  }

  #play({ calls }: RecordedRun): Replay {
    let made = 0
    let statements = 0
    const make = (call: Call) => {
      this.#make(call)
      made++
      statements += this.#statements
    }
    try {
      for (const next of calls) {
        if ("doomed" in next) this.#rollBack(() => next.doomed.forEach(make))
        else make(next)
      }
      return { calls: made, statements, difference: undefined }
    } catch (difference) {
      const where = `after ${made} calls, ${this.#call.method} ${stringifyValue(this.#call.args)}`
      return { calls: made, statements, difference: `${where}: ${String((difference as Error).message)}` }
    }
  }

  /** Nothing that `body` does stays in the database. */
  #rollBack(body: () => void): void {
    try {
      this.#storage.transactionSync(() => {
        body()
        throw new PowerCut()
      })
    } catch (thrown) {
      if (!(thrown instanceof PowerCut)) throw thrown
    }
    this.#dead = false
  }

  #make(call: Call): void {
    this.#call = call
    this.#did = []
    this.#random = [...(call.random ?? [])]
    this.#statements = 0
    let gave: unknown
    let threw: string | undefined
    try {
      gave = this.#perform(call.method, call.args)
    } catch (thrown) {
      if (thrown instanceof Difference) throw thrown
      threw = thrown instanceof Error ? thrown.message : String(thrown)
    }
    expectEqual("it did", this.#did.map(inOrder), call.did.map(inOrder))
    expectEqual("statements", this.#statements, call.statements)
    // A process that has died tells nobody how the call ended.
    if (this.#dead) return
    expectEqual("random numbers left over", this.#random, [])
    if (threw === undefined) expectEqual("thrown", null, call.threw ?? null)
    else if (call.threw === undefined || !threw.includes(call.threw)) {
      throw new Difference(`it threw ${threw}, not ${call.threw}`)
    }
    if ("gave" in call) expectEqual("it gave", gave, call.gave)
  }

  #perform(method: string, args: readonly any[]): unknown {
    switch (method) {
      case "createEngine":
        this.#completions = 0
        this.#engine = createEngine(this.#host(), { schema: args[0], functions: args[1] })
        return undefined
      case "timer":
        return this.#timers[args[0] - 1]!()
      case "call":
      case "callFrom":
        return (this.#engine as any)[method](...args, this.#completion())
      default:
        return (this.#engine as any)[method](...args)
    }
  }

  #completion(): Completion {
    const number = ++this.#completions
    return {
      succeeded: (result) => this.#note("succeeded", number, result ?? null),
      failed: (error) => {
        const { code, message } = error as ZerobackError
        this.#note("failed", number, code, message)
      },
    }
  }

  #note(...what: unknown[]): number {
    return this.#dead ? 0 : this.#did.push(what)
  }

  #host(): EngineHost {
    const storage = this.#storage
    return {
      sql: (text, bindings) => {
        if (!this.#dead) this.#statements++
        if (this.#statements === this.#call.diesAt) this.#dead = true
        if (this.#dead) throw new PowerCut()
        if (this.#statements === this.#call.failsAt) throw new Error("the disk is on fire")
        return storage.sql.exec(text, ...bindings)
      },
      transaction: (body) => storage.transactionSync(body),
      now: () => this.#call.now,
      randomBits: () => this.#random.shift() ?? this.#note("randomBits"),
      after: (delayMillis, task) => {
        if (!this.#dead) this.#note("after", this.#timers.push(task), delayMillis)
      },
      setAlarm: (atMillis) => void this.#note("setAlarm", atMillis),
      clearAlarm: () => void this.#note("clearAlarm"),
      send: (socket, frame) => void this.#note("send", socket, frame),
      close: (socket, code, reason) => void this.#note("close", socket, code, reason),
      authenticate: () => void this.#note("authenticate"),
      attach: (socket, text) => void this.#note("attach", socket, text),
      openSockets: () => [...(this.#call.sockets ?? [])],
      attachment: (socket) => this.#call.attachments?.find(([id]) => id === socket)?.[1] ?? null,
      startFunction: (run, name, args) => void this.#note("startFunction", run, name, args),
      logError: (message) => void this.#note("logError", message),
      ...natives,
    }
  }
}

/** The engine does not do what it did on the JVM. */
class Difference extends Error {}

/** The queries in an attachment come in the order of a hash table, which differs between two class libraries. */
function inOrder(what: any): unknown {
  if (what[0] !== "attach") return what
  const [event, socket, text] = what
  const attachment = JSON.parse(text)
  attachment.queries.sort(byText)
  return [event, socket, attachment]
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}

function expectEqual(what: string, is: unknown, expected: unknown): void {
  const [found, wanted] = [stringifyValue(is ?? null), stringifyValue(expected ?? null)]
  if (found !== wanted) throw new Difference(`${what}: ${found}, not ${wanted}`)
}

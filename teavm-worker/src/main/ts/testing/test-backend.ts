import { parseValue, stringifyValue } from "@zeroback/values"
import type { ArgsOf, MutationCtx, UserIdentity } from "../functions/context.js"
import type { AnyReference, RegisteredFunction } from "../functions/registered.js"
import type { ZerobackObject } from "../host/durable-object.js"
import { createZerobackDO, INSIDE } from "../host/durable-object.js"
import { resultText } from "../host/http-answer.js"
import { completeLimits } from "../host/limits.js"
import type { Program, ZerobackEnv, ZerobackOptions } from "../host/options.js"
import type { HibernatableWebSocket } from "../host/platform.js"
import { platform } from "../host/platform.js"
import { completion } from "../host/run-context.js"
import type { InferDataModel, InferSearchFields, InferTableIndexes } from "../schema/schema.js"
import { TestClock } from "./clock.js"
import type { Database } from "./database.js"
import { openDatabase } from "./database.js"
import { RunningHandlers } from "./running-handlers.js"
import { LiveResult } from "./live-result.js"
import { ObjectState } from "./object-state.js"

export interface TestBackendOptions<Env = any> extends ZerobackOptions<Env> {
  /** Unix time in milliseconds at which the backend's clock stands; the default is the present. */
  now?: number
  /** The Worker's environment: variables, secrets, bindings. */
  env?: Partial<Env> & ZerobackEnv
}

/** How the identity of `as` reaches HTTP actions: in this process alone, where no client can set it. */
const IDENTITY_HEADER = "Zeroback-Test-Identity"

// What workerd has and Node has not; nothing here answers pings.
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- the platform has a class there
platform.WebSocketRequestResponsePair ??= class {}

type Body = (ctx: MutationCtx) => Promise<unknown>

/** By the arguments of the run, which the engine passes on as the object that they are. */
const bodies = new WeakMap<object, Body>()

/** Runs the body that `run` was given; the name cannot clash with one of a module. */
const BODY = "(test):run"
const bodyFunction: RegisteredFunction = {
  kind: "mutation",
  visibility: "internal",
  args: {},
  handler: (ctx: MutationCtx, args: object) => bodies.get(args)!(ctx),
}

/** The data model of an app, from its schema. */
export interface ModelOf<P extends Program> {
  documents: InferDataModel<P["schema"]>
  indexes: InferTableIndexes<P["schema"]>
  searchFields: InferSearchFields<P["schema"]>
}

/** Calls of an app's functions, internal ones too, as one caller. */
export class TestCaller<P extends Program = Program> {
  constructor(
    protected readonly backend: Backend,
    private readonly identity: UserIdentity | null,
  ) {}

  /**
   * Runs a query once. Arguments and results travel as between a client and the server, so that what is no value is
   * refused here as it is there.
   *
   * @throws ZerobackError as the client does.
   */
  query<Args, Returns>(fn: AnyReference<"query", Args, Returns>, ...args: ArgsOf<Args>): Promise<Returns> {
    return this.#call("query", fn, args)
  }

  /** Runs a mutation; when it resolves, the mutation has committed. */
  mutation<Args, Returns>(fn: AnyReference<"mutation", Args, Returns>, ...args: ArgsOf<Args>): Promise<Returns> {
    return this.#call("mutation", fn, args)
  }

  /** Runs an action. */
  action<Args, Returns>(fn: AnyReference<"action", Args, Returns>, ...args: ArgsOf<Args>): Promise<Returns> {
    return this.#call("action", fn, args)
  }

  /** Subscribes to a query and resolves with its first state. */
  async watch<Args, Returns>(
    fn: AnyReference<"query", Args, Returns>,
    ...args: ArgsOf<Args>
  ): Promise<LiveResult<Returns>> {
    const live = this.backend.subscribe<Returns>(nameOf(fn), args[0] ?? {}, this.identity)
    await this.backend.settled()
    return live
  }

  /** Reads and writes the database in a mutation of its own, for what a test sets up and looks at. */
  async run<T>(body: (ctx: MutationCtx<ModelOf<P>>) => Promise<T>): Promise<T> {
    const args = {}
    bodies.set(args, body as unknown as Body)
    return (await this.backend.call("mutation", BODY, args, this.identity)) as T
  }

  /** Sends a request to the app, as its Worker would; `path` begins with a slash. */
  fetch(path: string, init?: RequestInit): Promise<Response> {
    return this.backend.fetch(new Request(new URL(path, "http://localhost"), init), this.identity)
  }

  async #call<Returns>(kind: "query" | "mutation" | "action", fn: AnyReference, args: [unknown?]): Promise<Returns> {
    const sent = parseValue(stringifyValue(args[0] ?? {}, "args"))
    const name = nameOf(fn)
    const result = await this.backend.call(kind, name, sent, this.identity)
    return (
      result === undefined ? result : parseValue(resultText(result, this.backend.mostResultBytes(name)))
    ) as Returns
  }
}

/** An app on the real engine and a database in memory, with a clock that moves when the test says so. */
export class TestBackend<P extends Program = Program> extends TestCaller<P> {
  /** The same backend for a signed-in caller: `identity` is what `ctx.auth.getUserIdentity()` gives. */
  as(identity: UserIdentity): TestCaller<P> {
    return new TestCaller(this.backend, identity)
  }

  /** Unix time in milliseconds of the backend's clock. */
  get now(): number {
    return this.backend.now
  }

  /** Moves the clock on and runs what becomes due: scheduled functions, crons, retries. */
  advance(millis: number): Promise<void> {
    return this.backend.advance(millis)
  }

  /** Resolves when no function is running: live queries are up to date. */
  settled(): Promise<void> {
    return this.backend.settled()
  }

  /** Starts the app again on the same database, as a deploy does; `program` is the new version. Live queries end. */
  restart(program?: Program): void {
    this.backend.start(program)
  }

  /** Frees the database. */
  close(): void {
    this.backend.close()
  }
}

/**
 * Starts an app for one test.
 *
 * @param program - The generated manifest: `import * as app from "../zeroback/_generated/manifest"`.
 * @throws ZerobackError if the engine cannot serve the app, for example because of its schema.
 */
export async function testBackend<P extends Program>(
  program: P,
  options: TestBackendOptions = {},
): Promise<TestBackend<P>> {
  return new TestBackend<P>(new Backend(await openDatabase(), program, options), null)
}

/** The name in a reference; one that is not there is not in the generated code. */
function nameOf(fn: AnyReference | undefined): string {
  const name: unknown = fn?._name
  if (typeof name !== "string") {
    throw new TypeError(
      "Name the function by its reference, such as api.tasks.list; zeroback codegen writes what is new.",
    )
  }
  return name
}

/** What all callers of one backend share. */
class Backend {
  readonly #database: Database
  readonly #options: TestBackendOptions
  readonly #clock: TestClock
  readonly #handlers = new RunningHandlers()
  #program: Program
  #state!: ObjectState
  #object!: ZerobackObject
  #isClosed = false

  constructor(database: Database, program: Program, options: TestBackendOptions) {
    this.#database = database
    this.#options = options
    this.#clock = new TestClock(options.now ?? Date.now())
    this.#program = program
    this.start()
  }

  get now(): number {
    return this.#clock.now
  }

  start(program: Program = this.#program): void {
    this.#checkOpen()
    const alarmAt = this.#state?.alarmAt ?? Infinity
    this.#clock.clear()
    this.#program = program
    this.#state = new ObjectState(this.#database, this.#clock)
    this.#state.alarmAt = alarmAt
    const functions = this.#handlers.counted({ ...program.functions, [BODY]: bodyFunction })
    const { now: _, env, ...options } = this.#options
    const Served = createZerobackDO(
      { ...program, functions },
      {
        ...options,
        authenticate: (request, env) => {
          const claims = request.headers.get(IDENTITY_HEADER)
          return claims ? (parseValue(claims) as UserIdentity) : (options.authenticate?.(request, env) ?? null)
        },
      },
    )
    // Errors carry their messages, as they do under `zeroback dev`.
    this.#object = new Served(this.#state, { ZEROBACK_DEV: "true", ...env })
    this.#object[INSIDE]()
  }

  async call(kind: string, name: string, args: unknown, identity: UserIdentity | null): Promise<unknown> {
    this.#checkOpen()
    const { engine } = this.#object[INSIDE]()
    return await completion((done) => engine.call(kind, true, name, args, identity, done))
  }

  /** What a function's result may have on its way to a client; the engine looks at those of mutations and actions. */
  mostResultBytes(name: string): number {
    const { kind, visibility } = this.#program.functions[name] ?? {}
    return kind === "query" && visibility === "public" ? completeLimits(this.#options.limits).resultBytes : Infinity
  }

  async fetch(request: Request, identity: UserIdentity | null): Promise<Response> {
    this.#checkOpen()
    if (identity) request.headers.set(IDENTITY_HEADER, stringifyValue(identity))
    return await this.#object.fetch(request)
  }

  subscribe<T>(fn: string, args: unknown, identity: UserIdentity | null): LiveResult<T> {
    this.#checkOpen()
    const { engine, accept } = this.#object[INSIDE]()
    const live = new LiveResult<T>(() => {
      this.#state.forget(socket)
      this.#object.webSocketClose(socket, 1000, "")
    })
    const socket = socketOf(live)
    const id = accept(socket)
    engine.onOpen(id, identity)
    // Not by the object, where a frame may wait for others to come: a test waits for functions only.
    engine.onMessage(id, `{"type":"query","id":"1","fn":${JSON.stringify(fn)},"args":${stringifyValue(args)}}`)
    return live
  }

  async advance(millis: number): Promise<void> {
    this.#checkOpen()
    if (!Number.isFinite(millis) || millis < 0) {
      throw new RangeError(`The clock moves on, by milliseconds: advance(60_000), not advance(${millis}).`)
    }
    const until = this.#clock.now + millis
    for (;;) {
      await this.settled()
      const next = Math.min(this.#clock.nextDue, this.#state.alarmAt)
      if (next > until) break
      this.#clock.moveTo(next)
      if (this.#state.alarmAt <= this.#clock.now) {
        this.#state.alarmAt = Infinity
        this.#object.alarm()
      }
    }
    this.#clock.moveTo(until)
    await this.settled()
  }

  settled(): Promise<void> {
    return this.#handlers.none()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#clock.clear()
    this.#database.close()
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new Error("This backend is closed; testBackend() makes another.")
  }
}

function socketOf(live: LiveResult<unknown>): HibernatableWebSocket {
  let attachment: unknown
  return {
    send: (text) => live.receive(text),
    close: () => undefined,
    serializeAttachment: (value) => void (attachment = structuredClone(value)),
    deserializeAttachment: () => attachment,
  }
}

import { ZerobackError } from "@zeroback/values"
import type { Engine } from "../engine.js"
import { createEngine } from "../engine.js"
import { isDev } from "./admin.js"
import { clockOf } from "./clock.js"
import { engineHost } from "./engine-host.js"
import type { Life } from "./engine-host.js"
import { fileTables } from "./file-records.js"
import { Files } from "./files.js"
import { errorFrame, FrameGate, unreadable } from "./frame-gate.js"
import { FrameIntake } from "./frame-intake.js"
import { FunctionRunner } from "./function-runner.js"
import { httpFunctions } from "./http-actions.js"
import { completeLimits } from "./limits.js"
import { Logbook } from "./logbook.js"
import type { Program, ZerobackEnv, ZerobackOptions } from "./options.js"
import type { DurableObjectState, HibernatableWebSocket } from "./platform.js"
import { platform } from "./platform.js"
import { describeProgram } from "./program.js"
import { PublicAddress } from "./public-address.js"
import { refusedApp } from "./refused-app.js"
import type { Refusal } from "./refused-app.js"
import type { Serving } from "./routes.js"
import { answer } from "./routes.js"
import { RowMeter } from "./row-meter.js"
import { trySchema } from "./schema-trial.js"
import { attributeConsole } from "./run-console.js"
import { fileFunctions, operatorFunctions } from "./system-functions.js"
import { SocketAuthentication } from "./socket-authentication.js"
import type { Authenticated } from "./socket-authentication.js"
import { closeSocket, SocketTable } from "./socket-table.js"
import { afterBody } from "./unread-body.js"

/** The Durable Object of an app, as the platform drives it. */
export interface ZerobackObject {
  fetch(request: Request): Promise<Response>
  alarm(): void
  /** @internal */
  [INSIDE](): Inside
  webSocketMessage(socket: unknown, message: string | ArrayBuffer): void
  webSocketClose(socket: unknown, code: number, reason: string): void
  webSocketError(socket: unknown, error: unknown): void
}

/** Under which an object shows its inside to `@zeroback/server/testing`; a symbol is out of reach of RPC. */
export const INSIDE = Symbol("inside")

/** The running engine, and how a socket becomes one of the object's. */
export interface Inside {
  readonly engine: Engine
  /** Accepts a socket and returns its number. */
  accept(socket: HibernatableWebSocket): number
}

/** What `.zeroback/entry.ts` exports as `ZerobackDO`. */
export type ZerobackObjectClass<Env = any> = new (state: any, env: Env) => ZerobackObject

const BINARY_FRAME = errorFrame(
  { code: "bad_request", message: "Frames are JSON text; this one was binary." },
  undefined,
)

/**
 * Makes the Durable Object class that serves an app.
 *
 * @throws TypeError that names the limit of `options.limits` which does not exist or is no whole number.
 */
export function createZerobackDO<Env = any>(
  program: Program,
  options: ZerobackOptions<Env> = {},
): ZerobackObjectClass<Env> {
  const functions = {
    ...program.functions,
    ...httpFunctions(program.httpRouter),
    ...fileFunctions,
  }
  const limits = completeLimits(options.limits)
  return class ZerobackDO implements ZerobackObject {
    readonly #state: DurableObjectState
    readonly #env: Env & ZerobackEnv
    readonly #sockets: SocketTable
    readonly #gate = new FrameGate(limits)
    readonly #intake = new FrameIntake({
      begin: () => this.#engine.beginGroup(),
      end: () => this.#engine.endGroup(),
    })
    readonly #logbook = new Logbook()
    readonly #authentication: SocketAuthentication
    readonly #address: PublicAddress
    readonly #files: Files | undefined
    /** The running engine, or what refuses everything in its place. */
    #engine: Engine
    readonly #serving: Serving
    /** Why the app cannot be served. */
    #refusal: Refusal | undefined
    #life: Life = { ended: false }
    /** The reset that is under way. */
    #resetting: Promise<void> | undefined
    /** The end of the run that began last. */
    #newestRun: Promise<void> | undefined

    constructor(state: DurableObjectState, env: Env) {
      this.#state = state
      this.#env = env as Env & ZerobackEnv
      this.#sockets = new SocketTable(state)
      // Answered by the platform while the object sleeps.
      const pings = new platform.WebSocketRequestResponsePair('{"type":"ping"}', '{"type":"pong"}')
      state.setWebSocketAutoResponse(pings)
      const { ZEROBACK_URL: url, ZEROBACK_STORAGE: bucket } = this.#env
      this.#address = new PublicAddress(url, this.#sockets.lastBase)
      this.#files =
        bucket &&
        new Files({
          bucket,
          folder: state.id.toString(),
          address: this.#address,
          clock: clockOf(state),
          limits,
          engine: () => this.#engine,
        })
      const authenticate = options.authenticate?.bind(options)
      this.#authentication = new SocketAuthentication(authenticate && ((request) => authenticate(request, env)))
      attributeConsole(options.asyncLocalStorage)
      this.#engine = this.#start()
      this.#serving = this.#serve(authenticate)
    }

    async fetch(request: Request): Promise<Response> {
      this.#address.learn(request)
      return afterBody(request, await answer(request, this.#serving))
    }

    alarm(): void {
      this.#engine.onAlarm()
    }

    [INSIDE](): Inside {
      if (this.#refusal !== undefined) throw ZerobackError.coded("unavailable", this.#refusal.reason)
      return { engine: this.#engine, accept: (socket) => this.#sockets.open(socket, undefined) }
    }

    webSocketMessage(socket: HibernatableWebSocket, message: string | ArrayBuffer): void {
      const id = this.#sockets.idOf(socket)
      if (id === undefined) closeSocket(socket, 1011, "The connection is closing")
      else this.#intake.receive(() => this.#receive(id, message))
    }

    webSocketClose(socket: HibernatableWebSocket, code: number, reason: string): void {
      this.#closed(socket)
      closeSocket(socket, code, reason)
    }

    webSocketError(socket: HibernatableWebSocket): void {
      this.#closed(socket)
    }

    /** Returns the end of the run that the message starts, if it starts one. */
    #receive(id: number, message: string | ArrayBuffer): Promise<void> | undefined {
      this.#newestRun = undefined
      if (typeof message !== "string") this.#sockets.send(id, BINARY_FRAME)
      else this.#deliver(id, message)
      return this.#newestRun
    }

    #deliver(id: number, frame: string): void {
      const refusal = this.#gate.refuse(id, frame)
      if (refusal !== undefined) return this.#sockets.send(id, refusal)
      try {
        this.#engine.onMessage(id, frame)
      } catch (defect) {
        const answer = unreadable(frame, defect)
        if (answer !== undefined) return this.#sockets.send(id, answer)
        // One frame must not take the object down with all its sockets.
        console.error("Zeroback failed on a frame:", defect)
        this.#sockets.close(id, 1011, "Internal error")
      }
    }

    #closed(socket: HibernatableWebSocket): void {
      const id = this.#sockets.idOf(socket)
      if (id === undefined) return
      this.#sockets.forget(socket)
      this.#intake.afterwards(() => {
        this.#gate.forget(id)
        this.#engine.onClose(id)
      })
    }

    /** What the routes need: made once, since each request asks for it. */
    #serve(authenticate: ZerobackOptions<Env>["authenticate"]): Serving {
      // eslint-disable-next-line @typescript-eslint/no-this-alias -- a getter has a `this` of its own
      const object = this
      return {
        get engine() {
          return object.#engine
        },
        get refusal() {
          return object.#refusal
        },
        get sockets() {
          return object.#sockets.size
        },
        limits,
        env: this.#env,
        authenticate,
        allowedOrigins: options.allowedOrigins ?? [],
        accept: (socket) => this.#sockets.open(socket, this.#address.base),
        files: this.#files,
        trySchema: (text) => trySchema(text, this.#state, this.#sockets, this.#files ? fileTables : {}),
        reset: () => this.#reset(),
        logbook: this.#logbook,
        router: program.httpRouter,
      }
    }

    #start(): Engine {
      this.#refusal = undefined
      const meter = new RowMeter()
      const served = { ...functions, ...operatorFunctions(this.#state.storage), ...this.#files?.functions }
      const runner = new FunctionRunner(served, {
        dev: isDev(this.#env),
        logsRuns: options.logs === "runs",
        files: this.#files,
        logbook: this.#logbook,
        meter,
        clock: clockOf(this.#state),
        limits,
      })
      this.#life = { ended: false }
      const host = engineHost(this.#state, this.#sockets, meter, this.#life, {
        startFunction: (run, name, args) => {
          this.#newestRun = runner.start(engine, run, name, args)
        },
        authenticate: (socket, token) => this.#authenticate(engine, socket, token),
      })
      let engine: Engine
      try {
        engine = createEngine(
          host,
          describeProgram({ ...program, functions: served }, this.#files ? fileTables : {}, limits),
        )
        engine.start()
        return engine
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown)
        console.error("Zeroback cannot serve this app:", thrown)
        this.#refusal = this.#refuse(reason)
        this.#sockets.closeAll(1011, this.#refusal.told)
        return refusedApp(this.#refusal.told, (socket, frame) => this.#sockets.send(socket, frame))
      }
    }

    /** Outside of development the reason, which may name ids and values, is for the log and the operator. */
    #refuse(reason: string): Refusal {
      if (isDev(this.#env)) return { reason, told: reason }
      const request = crypto.randomUUID().slice(0, 8)
      const run = { type: "run", at: Date.now(), function: "(start)", kind: "start", request } as const
      this.#logbook.add({ ...run, outcome: "unavailable", durationMillis: 0, error: reason })
      return { reason, told: `This app cannot be served at present (request ${request}); its log has the reason.` }
    }

    #authenticate(engine: Engine, socket: number, token: string | null): void {
      const address = `${this.#address.base ?? "http://localhost"}/ws`
      const done = ({ identity, refusal }: Authenticated) => {
        // A reset has closed the socket and begun another engine.
        if (engine === this.#engine) engine.onAuthenticated(socket, identity, refusal)
      }
      this.#authentication.begin(socket, token, address, done).catch((defect: unknown) => {
        console.error("Zeroback failed on an authentication:", defect)
        this.#sockets.close(socket, 1011, "Internal error")
      })
    }

    /**
     * Wipes the database and the files, and starts again as a new object would. Clients reconnect to empty tables. One that
     * is asked for during another is that other.
     *
     * @throws what the platform throws; the object then serves what is left.
     */
    #reset(): Promise<void> {
      this.#resetting ??= this.#wipe().finally(() => {
        this.#engine = this.#start()
        this.#resetting = undefined
      })
      return this.#resetting
    }

    async #wipe(): Promise<void> {
      this.#life.ended = true
      this.#sockets.closeAll(1012, "The database was reset")
      await this.#state.storage.deleteAlarm()
      await this.#state.storage.deleteAll()
      await this.#files?.clear()
    }
  }
}

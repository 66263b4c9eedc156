/**
 * The boundary between the TypeScript host and the compiled engine.
 *
 * Everything is synchronous; only `startFunction` and `finished`/`failed` span time. Coded errors are thrown as
 * `ZerobackError` (made by `host.error`), so that user code can catch them.
 */

/** What the engine needs of the platform. Made by the host, one for each Durable Object instance. */
export interface EngineHost {
  /** `ctx.storage.sql.exec(text, ...bindings)`; `raw()` gives rows as arrays. A failing statement throws. */
  sql(text: string, bindings: readonly (string | number | null)[]): { raw(): Iterator<readonly unknown[]> }
  /** `ctx.storage.transactionSync`. */
  transaction(body: () => void): void
  /** Unix time in milliseconds. */
  now(): number
  /** `bits` uniformly random bits, 1 to 30, from a cryptographic source. */
  randomBits(bits: number): number
  after(delayMillis: number, task: () => void): void
  setAlarm(atMillis: number): void
  clearAlarm(): void
  send(socket: number, frame: string): void
  close(socket: number, code: number, reason: string): void
  /** Establishes whom a token belongs to, nobody for null; `onAuthenticated` is called later. */
  authenticate(socket: number, token: string | null): void
  attach(socket: number, text: string): void
  /** Ids of open sockets in the order in which they opened. */
  openSockets(): number[]
  attachment(socket: number): string | null
  startFunction(run: number, name: string, args: unknown): void
  logError(message: string): void
  /**
   * `@zeroback/values`: JSON text with tags to a value. Of malformed text, a SyntaxError is answered by the engine in general
   * words, and any other error is thrown on by `onMessage`.
   */
  parseValue(json: string): unknown
  /** `@zeroback/values`: a value to JSON text with tags. */
  stringifyValue(value: unknown): string
  /** What the JSON text of `value` says, in a form that `surelyEqual`, `commonStart` and `commonEnd` take as the second. */
  comparable(json: string, value: unknown): unknown
  /** A quick look whether two values hold the same; false may mean that it was not worth finding out. */
  surelyEqual(a: unknown, b: unknown): boolean
  /** How many elements at the starts of two arrays are surely equal. */
  commonStart(a: readonly unknown[], b: readonly unknown[]): number
  /** How many at their ends are, without the first `from` of each. */
  commonEnd(a: readonly unknown[], b: readonly unknown[], from: number): number
  /** A copy of a value that came from JSON text. */
  copyOf(value: unknown): unknown
  /** Puts a document in place of the one with its `_id`; false if there is none. */
  replaceIn(documents: { _id: unknown }[], document: { _id: unknown }): boolean
  /** Puts a document, if it is not `undefined`, into an array at a place, instead of so many that are there. */
  putAt(documents: object[], place: number, removed: number, document: object | undefined): void
  /** A new object with members in place of an object's or after them; `undefined` removes one. Their values are shared. */
  patched(object: object, members: object): object
  /** Makes the error object that user code and the host see. */
  error(code: string, message: string, data: unknown): Error
}

/** The deployed program as data; see "Contracts between the parts" in docs/architecture.md. */
export interface EngineProgram {
  schema: { tables: Record<string, unknown> }
  functions: Record<
    string,
    {
      kind: "query" | "mutation" | "action"
      visibility: "public" | "internal"
      args: Record<string, unknown>
      returns?: unknown
    }
  >
  /** Recurring jobs; each has a period or a cron expression. */
  crons?: readonly { name: string; function: string; args: unknown; everyMillis?: number; expression?: string }[]
  /** Those that the engine itself sees to; a missing one has its default. */
  limits?: { resultBytes: number; documentsRead: number; documentsWritten: number; liveQueryBytes: number }
}

/** Told exactly once how a call ended. */
export interface Completion {
  succeeded(result: unknown): void
  /** `error` comes from `host.error`. */
  failed(error: unknown): void
}

export interface Engine {
  /** Creates or migrates tables and restores what hibernation kept. Throws when the schema cannot be served. */
  start(): void
  /** Does to the tables what `start` might refuse, and throws if it would; the caller rolls back. */
  trySchema(): void
  /** `identity` is a plain object of claims, or null. */
  onOpen(socket: number, identity: unknown): void
  /** Several messages are about to be handled in one event: live queries that they touch run once, at `endGroup`. */
  beginGroup(): void
  endGroup(): void
  onMessage(socket: number, frame: string): void
  /** The answer to `authenticate`: the claims or null, or why the token is refused and the identity stays. */
  onAuthenticated(socket: number, identity: unknown, refusal: string | null): void
  onClose(socket: number): void
  /** The object's alarm has gone off. */
  onAlarm(): void

  /** Runs a function for the server side: HTTP, admin, SSR. `kind` null allows any kind. */
  call(kind: string | null, internal: boolean, name: string, args: unknown, identity: unknown, done: Completion): void
  /** `ctx.runQuery/runMutation/runAction` of run `parent`. Inside a mutation it joins the transaction. */
  callFrom(parent: number, kind: string, name: string, args: unknown, done: Completion): void

  /** The handler of `run` returned. Answers how the run ended: `"ok"`, an error's code, or `"again"`: it starts again. */
  finished(run: number, result: unknown): string
  /** The handler of `run` threw; `data` is undefined unless the app gave some. Answers as `finished` does. */
  failed(run: number, code: string, message: string, data: unknown): string

  // ctx.db and ctx.auth of a run
  get(run: number, id: unknown): unknown
  getFrom(run: number, table: unknown, id: unknown): unknown
  query(run: number, description: unknown): unknown
  insert(run: number, table: unknown, fields: unknown): string
  patch(run: number, id: unknown, fields: unknown): void
  replace(run: number, id: unknown, fields: unknown): void
  delete(run: number, id: unknown): void
  identity(run: number): unknown

  // ctx.scheduler of a run; in an action each call is a transaction of its own
  /** `at` is Unix time in milliseconds. Returns the job's id. */
  schedule(run: number, at: number, name: string, args: unknown): string
  cancelJob(run: number, id: unknown): void
  /** The job's document, or null. */
  job(run: number, id: unknown): unknown

  /** Counters for tests and the dev log: runs started, live queries, sockets, newest commit. */
  stats(): { runs: number; liveQueries: number; sockets: number; ts: number }
}

export function createEngine(host: EngineHost, program: EngineProgram): Engine

/**
 * Keeps an object of each of the engine's classes, in place of those of the call before, so that a garbage collection does
 * not make V8 discard the code that it optimized for them. Worth a call every thousand runs or so.
 */
export function keepShapes(): void

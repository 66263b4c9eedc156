import type { UserIdentity } from "../functions/context.js"
import type { CronJobs } from "../functions/crons.js"
import type { HttpRouter } from "../functions/http.js"
import type { RegisteredFunction } from "../functions/registered.js"
import type { SchemaDefinition } from "../schema/schema.js"
import type { Bucket } from "./platform.js"
import type { Limits } from "./limits.js"
import type { AsyncContext } from "./run-console.js"

/** The app, as the generated manifest exports it. */
export interface Program {
  /** Functions by registered name, such as `"tasks:list"`. */
  readonly functions: Readonly<Record<string, RegisteredFunction>>
  readonly schema: SchemaDefinition<any>
  readonly httpRouter?: HttpRouter | undefined
  readonly cronJobsDef?: CronJobs | undefined
}

export interface ZerobackOptions<Env = any> {
  /**
   * Says who makes a request; it runs inside the object for each socket, each HTTP call, and each token that a client
   * presents on its socket (then with a request that has no more than the address and `Authorization: Bearer`).
   *
   * The claims that it returns are `ctx.auth.getUserIdentity()` in every function; `null` is anonymous. A claim `expiresAt`
   * (Unix time in milliseconds) ends the sign-in of a socket. When it throws, or returns what is no identity, the request
   * is answered 401. Without it, the identity is what `withIdentity` attached in the Worker, if anything.
   */
  authenticate?(request: Request, env: Env): UserIdentity | null | Promise<UserIdentity | null>

  /**
   * Origins of other hosts, such as `https://app.example.com`, whose pages may open sockets with the cookies that
   * `authenticate` reads. Pages of the app's own host always may, and sockets without cookies come from anywhere.
   */
  allowedOrigins?: readonly string[]

  /** How much clients and functions may take; docs/limits.md has the defaults. */
  limits?: Partial<Limits>

  /**
   * What the Worker's log holds: `"failures"` (the default) for runs that threw something unforeseen, `"runs"` for a
   * line of JSON on each run. Who follows `/__admin/logs` sees every run either way.
   */
  logs?: "failures" | "runs"

  /**
   * `new AsyncLocalStorage()` of `node:async_hooks`, for which the Worker needs the compatibility flag `nodejs_als`. With
   * it the console says which function wrote a line, and `/__admin/logs` has those lines too.
   */
  asyncLocalStorage?: AsyncContext
}

/** The variables that the host itself reads; an app's environment has more. */
export interface ZerobackEnv {
  /** `"true"` under `zeroback dev` only. */
  readonly ZEROBACK_DEV?: unknown
  /** The secret that opens `/__admin` and `/__dev` in production. */
  readonly ZEROBACK_ADMIN_KEY?: unknown
  /** Where the world reaches the app, such as `https://api.example.com`; else the address of the requests counts. */
  readonly ZEROBACK_URL?: unknown
  /** The R2 bucket of `ctx.storage`. */
  readonly ZEROBACK_STORAGE?: Bucket
}

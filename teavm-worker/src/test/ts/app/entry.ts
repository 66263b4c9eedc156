import { AsyncLocalStorage } from "node:async_hooks"
import { jwtAuthentication } from "@zeroback/server/jwt"
import { createWorkerHandler, createZerobackDO, withIdentity } from "@zeroback/server/runtime"
import { defineTable, v } from "@zeroback/server"
import * as allOfBursts from "./bursts.js"
import * as checked from "./checked.js"
import { CountedDO } from "./counted.js"
import * as files from "./files.js"
import handwritten, { ZerobackDO as HandwrittenDO, withCors } from "./gateway/index.js"
import tenants from "./gateway/tenants.js"
import http from "./http.js"
import * as jobs from "./jobs.js"
import * as limits from "./limits.js"
import * as notes from "./notes.js"
import { QueryVectorsDO } from "./query-vectors.js"
import { RecordedRunDO } from "./recorded-runs.js"
import type { Bucket } from "../../../main/ts/host/platform.js"
import { schema } from "./schema.js"
import * as stats from "./stats.js"
import * as tasks from "./tasks.js"
import * as values from "./values.js"

const { afterCollection, ...bursts } = allOfBursts
const { crons, leaveReference: _reference, ...jobFunctions } = jobs
const functions = Object.fromEntries(
  Object.entries({ bursts, checked, notes, tasks, files, limits, jobs: jobFunctions, "utils/stats": stats }).flatMap(
    ([module, exported]) => Object.entries(exported).map(([name, fn]) => [`${module}:${name}`, fn]),
  ),
)

export { CountedDO, QueryVectorsDO, RecordedRunDO }

export const ZerobackDO = createZerobackDO(
  { functions, schema, httpRouter: http },
  { asyncLocalStorage: new AsyncLocalStorage() },
)

const { schema: valuesSchema, ...valueFunctions } = values

/** An app that stores anything. */
export const ValuesDO = createZerobackDO({
  functions: Object.fromEntries(Object.entries(valueFunctions).map(([name, fn]) => [`values:${name}`, fn])),
  schema: valuesSchema,
})

/** What `authenticate` may return by mistake. */
const oddIdentities: Record<string, unknown> = {
  nothing: undefined,
  text: "ada",
  number: 7n,
  date: { subject: "ada", born: { on: new Date(0) } },
  end: { subject: "ada", expiresAt: "2030-01-01" },
  member: { subject: "ada", role: undefined },
}

/** An app that authenticates inside the object. */
export const AuthenticatedDO = createZerobackDO(
  { functions, schema, httpRouter: http },
  {
    authenticate: (request) => {
      const token = new URL(request.url).searchParams.get("token")
      const bearer = /^Bearer (.*)$/.exec(request.headers.get("Authorization") ?? "")?.[1]
      if (token === "forged" || bearer === "forged") throw new Error("bad signature")
      if (bearer === "nobody") return null
      if (bearer?.startsWith("odd ")) return oddIdentities[bearer.slice(4)] as any
      if (bearer !== undefined) {
        const [subject, expiresAt] = bearer.split(" until ")
        return { subject, ...(expiresAt !== undefined && { expiresAt: Number(expiresAt) }) }
      }
      return token === null ? null : { subject: token }
    },
    allowedOrigins: ["https://app.example"],
  },
)

/** An app whose users bring JSON Web Tokens. */
let verify: ReturnType<typeof jwtAuthentication> | undefined
export const JwtDO = createZerobackDO<{ JWKS_URL: string }>(
  { functions, schema },
  {
    authenticate: (request, { JWKS_URL: jwks }) => {
      verify ??= jwtAuthentication({ jwks, issuer: "https://issuer.example", audience: "the-app" })
      return verify(request)
    },
  },
)

/** An app with little of everything. */
export const LimitedDO = createZerobackDO(
  { functions, schema },
  {
    limits: {
      sockets: 3,
      messagesPerSecond: 30,
      frameBytes: 3_000,
      argsBytes: 1_000,
      resultBytes: 2_000,
      documentsRead: 20,
      documentsWritten: 10,
      liveQueryBytes: 40_000,
      runMillis: 250,
    },
  },
)

export { HandwrittenDO }

/** The environment of the documented gateway: its object, and a service that knows two sessions. */
const gatewayEnv = (env: any) => ({
  ZEROBACK_DO: env.HANDWRITTEN_DO,
  AUTH_API: {
    fetch: async (request: Request) => {
      const [, id] = /^session=(ada|bob)$/.exec(request.headers.get("Cookie") ?? "") ?? []
      return id === undefined
        ? new Response("Unknown session", { status: 403 })
        : Response.json({ id, team: `of ${id}` })
    },
  },
})

/** An app with recurring jobs. */
export const RecurringDO = createZerobackDO({ functions, schema, cronJobsDef: crons })

/** The plain app without a bucket. */
export class BucketlessDO extends ZerobackDO {
  constructor(state: unknown, env: object) {
    super(state, { ...env, ZEROBACK_STORAGE: undefined })
  }
}

/** The plain app with a bucket that refuses content of the type audio/moody unread, and from which the first deletion fails. */
export class MoodyDO extends ZerobackDO {
  constructor(state: unknown, env: { ZEROBACK_STORAGE: Bucket }) {
    const { ZEROBACK_STORAGE: bucket } = env
    let failures = 1
    const moody: Bucket = {
      put: async (key, content, options: { httpMetadata?: { contentType: string } }) => {
        if (options.httpMetadata?.contentType === "audio/moody") throw new Error("the bucket is moody")
        return await bucket.put(key, content, options)
      },
      get: (...args) => bucket.get(...args),
      list: (...args) => bucket.list(...args),
      delete: async (keys) => {
        if (failures-- > 0) throw new Error("the bucket is moody")
        await bucket.delete(keys)
      },
    }
    super(state, { ...env, ZEROBACK_STORAGE: moody })
  }
}

/** An app that cannot start: two tables of its schema have a name that SQL cannot carry. */
export const BrokenDO = createZerobackDO({
  functions,
  schema: { tables: { "no good": schema.tables.tasks } },
})

/** Which deployment of the evolving app objects begin with: its first schema, or one that narrows a field. */
let deployment = 0
const deployments = [
  ZerobackDO,
  createZerobackDO({
    functions,
    schema: {
      tables: {
        ...schema.tables,
        tasks: { ...schema.tables.tasks, fields: { ...schema.tables.tasks.fields, text: v.number() } },
        // SQLite cannot take back the FTS5 table of a search index: it must not be there when the deployment is refused.
        added: defineTable({ title: v.string() }).searchIndex("search_title", { searchField: "title" }),
      },
    },
  }),
]

/** An app that is deployed over the data of an earlier deployment. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- the platform wants a class
export const EvolvingDO = class {
  constructor(state: unknown, env: unknown) {
    return new deployments[deployment]!(state, env)
  }
}

const approveTenant = (tenant: string) => tenant !== "stranger"
const plain = createWorkerHandler({ approveTenant })
const authenticated = createWorkerHandler({ approveTenant, binding: "AUTHENTICATED_DO" })
/** Objects with a database for each path. */
function perPath(binding: string): typeof plain {
  return {
    fetch: (request, env: any) => {
      const objects = env[binding]
      return objects.get(objects.idFromName(new URL(request.url).pathname)).fetch(request)
    },
  }
}

const apps: Record<string, typeof plain> = {
  plain,
  authenticated,
  values: createWorkerHandler({ approveTenant, binding: "VALUES_DO" }),
  counted: createWorkerHandler({ approveTenant, binding: "COUNTED_DO" }),
  handwritten: { fetch: (request, env) => handwritten.fetch(request, gatewayEnv(env)) },
  "handwritten-tenants": { fetch: (request, env) => tenants.fetch(request, gatewayEnv(env)) },
  "handwritten-cors": { fetch: (request, env) => withCors.fetch(request, gatewayEnv(env)) },
  jwt: createWorkerHandler({ approveTenant, binding: "JWT_DO" }),
  limited: createWorkerHandler({ approveTenant, binding: "LIMITED_DO" }),
  broken: createWorkerHandler({ approveTenant, binding: "BROKEN_DO" }),
  recurring: createWorkerHandler({ approveTenant, binding: "RECURRING_DO" }),
  evolving: createWorkerHandler({ approveTenant, binding: "EVOLVING_DO" }),
  deploy: {
    fetch: async (request) => {
      deployment = Number(new URL(request.url).pathname.slice(1))
      return new Response("deployed")
    },
  },
  vectors: perPath("VECTORS_DO"),
  recorded: perPath("RECORDED_DO"),
  moody: createWorkerHandler({ approveTenant, binding: "MOODY_DO" }),
  bucketless: createWorkerHandler({ approveTenant, binding: "BUCKETLESS_DO" }),
  /** How many counted objects have come into memory, said without waking one. */
  wakings: { fetch: async () => Response.json(CountedDO.wakings) },
  collection: { fetch: async () => Response.json(afterCollection()) },
  unbound: createWorkerHandler({ binding: "NO_SUCH_DO" }),
  /** The plain app behind a Worker that knows its user. */
  gateway: {
    fetch: (request, env) => plain.fetch(withIdentity(request, { subject: "from the gateway" }), env),
  },
  /** The app that asks for itself, behind that Worker. */
  "gateway-authenticated": {
    fetch: (request, env) => authenticated.fetch(withIdentity(request, { subject: "from the gateway" }), env),
  },
}

/** Serves each app under its name, `/plain/...`. */
export default {
  async fetch(request: Request, env: unknown): Promise<Response> {
    const url = new URL(request.url)
    const slash = url.pathname.indexOf("/", 1)
    const app = apps[url.pathname.slice(1, slash)] ?? plain
    url.pathname = url.pathname.slice(slash)
    return await app.fetch(new Request(url, request), env)
  },
}

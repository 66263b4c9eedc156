import { AsyncLocalStorage } from "node:async_hooks"
import { createWorkerHandler, createZerobackDO, withIdentity } from "@zeroback/server/runtime"
import http from "./http.js"
import { schema } from "./schema.js"
import * as tasks from "./tasks.js"

const functions = Object.fromEntries(Object.entries(tasks).map(([name, fn]) => [`tasks:${name}`, fn]))

export const ZerobackDO = createZerobackDO(
  { functions, schema, httpRouter: http },
  { asyncLocalStorage: new AsyncLocalStorage() },
)

/** An app that authenticates inside the object. */
export const AuthenticatedDO = createZerobackDO(
  { functions, schema, httpRouter: http },
  {
    authenticate: (request) => {
      const token = new URL(request.url).searchParams.get("token")
      if (token === "forged") throw new Error("bad signature")
      return token === null ? null : { subject: token }
    },
  },
)

/** An app that cannot start: two tables of its schema have a name that SQL cannot carry. */
export const BrokenDO = createZerobackDO({
  functions,
  schema: { tables: { "no good": schema.tables.tasks } },
})

const approveTenant = (tenant: string) => tenant !== "stranger"
const plain = createWorkerHandler({ approveTenant })
const apps: Record<string, typeof plain> = {
  plain,
  authenticated: createWorkerHandler({ approveTenant, binding: "AUTHENTICATED_DO" }),
  broken: createWorkerHandler({ approveTenant, binding: "BROKEN_DO" }),
  unbound: createWorkerHandler({ binding: "NO_SUCH_DO" }),
  /** The plain app behind a Worker that knows its user. */
  gateway: {
    fetch: (request, env) => plain.fetch(withIdentity(request, { subject: "from the gateway" }), env),
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

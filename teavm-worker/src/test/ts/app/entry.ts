import { createWorkerHandler, createZerobackDO, withIdentity } from "@zeroback/server/runtime"
import { schema } from "./schema.js"
import * as tasks from "./tasks.js"

const functions = Object.fromEntries(Object.entries(tasks).map(([name, fn]) => [`tasks:${name}`, fn]))

export const ZerobackDO = createZerobackDO({ functions, schema })

/** An app that authenticates inside the object. */
export const AuthenticatedDO = createZerobackDO(
  { functions, schema },
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
const apps: Record<string, ReturnType<typeof createWorkerHandler>> = {
  plain: createWorkerHandler({ approveTenant }),
  authenticated: createWorkerHandler({ approveTenant, binding: "AUTHENTICATED_DO" }),
  broken: createWorkerHandler({ approveTenant, binding: "BROKEN_DO" }),
  unbound: createWorkerHandler({ binding: "NO_SUCH_DO" }),
}

/** Serves each app under its name, `/plain/...`; `/gateway/...` is the plain app behind a Worker that knows the user. */
export default {
  async fetch(request: Request, env: unknown): Promise<Response> {
    const url = new URL(request.url)
    const [, app, rest] = /^\/(\w+)(\/.*)$/.exec(url.pathname)!
    url.pathname = rest!
    const inner = new Request(url, request)
    if (app === "gateway") return apps["plain"]!.fetch(withIdentity(inner, { subject: "from the gateway" }), env)
    return apps[app!]!.fetch(inner, env)
  },
}

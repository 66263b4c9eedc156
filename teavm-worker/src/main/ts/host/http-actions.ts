import type { Engine } from "../engine.js"
import type { ActionCtx, UserIdentity } from "../functions/context.js"
import { nameOf } from "../functions/function-name.js"
import type { HttpRoute, HttpRouter } from "../functions/http.js"
import type { AnyReference, FunctionKind, RegisteredFunction } from "../functions/registered.js"
import { failureAnswer, methodNotAllowed } from "./http-answer.js"
import { completion } from "./run-context.js"

/** A request on its way to the run that answers it. */
interface Exchange {
  readonly request: Request
  readonly ctx: Pick<ActionCtx, "auth" | "runQuery" | "runMutation" | "runAction">
  answer?: Response
}

/** By the arguments of the run, which the engine passes on as the object that they are. */
const exchanges = new WeakMap<object, Exchange>()

/** The routes as functions of the app: internal actions, which run, are logged and end as all others do. */
export function httpFunctions(router: HttpRouter | undefined): Record<string, RegisteredFunction> {
  return Object.fromEntries((router?.routes ?? []).map((route) => [route.name, asFunction(route)]))
}

function asFunction({ name, handler }: HttpRoute): RegisteredFunction {
  return {
    kind: "action",
    visibility: "internal",
    args: {},
    handler: async (ctx: ActionCtx, args: object) => {
      const exchange = exchanges.get(args)
      if (!exchange) throw new TypeError(`${name} is a route, not a function; send a request to it.`)
      const answer: unknown = await handler({ ...ctx, ...exchange.ctx }, exchange.request)
      if (!(answer instanceof Response)) throw new TypeError(`${name} must return a Response.`)
      exchange.answer = answer
    },
  }
}

/** Answers a request by the app's routes; `undefined` when its path is none of them. */
export async function answerByRoute(
  request: Request,
  router: HttpRouter,
  engine: Engine,
  identify: () => Promise<UserIdentity | null | Response>,
): Promise<Response | undefined> {
  const { route, methods } = router.find(request.method, new URL(request.url).pathname)
  if (!route) return methods.length === 0 ? undefined : methodNotAllowed(methods.join(", "))
  const identity = await identify()
  if (identity instanceof Response) return identity
  // Calls are on their own and not of the run, so that they work while the answer is streamed, when the run is over.
  const call =
    (kind: FunctionKind) =>
    (fn: string | AnyReference, args: unknown = {}): Promise<any> =>
      completion((done) => engine.call(kind, true, nameOf(fn), args, identity, done))
  const ctx = {
    auth: { getUserIdentity: async () => identity },
    runQuery: call("query"),
    runMutation: call("mutation"),
    runAction: call("action"),
  }
  const exchange: Exchange = { request, ctx }
  const args = {}
  exchanges.set(args, exchange)
  try {
    await completion((done) => engine.call("action", true, route.name, args, identity, done))
  } catch (failure) {
    return failureAnswer(failure)
  }
  const { answer } = exchange
  return answer && request.method === "HEAD" && route.method === "GET" ? new Response(null, answer) : answer
}

import type { ActionCtx } from "./context.js"

/** A handler for HTTP requests: what `httpAction` returns. */
export interface HttpAction {
  readonly kind: "httpAction"
  readonly handler: (ctx: ActionCtx, request: Request) => Response | Promise<Response>
}

/**
 * Makes a handler for a route of an `httpRouter`.
 *
 * @param handler - Gets what an action gets, and the request; its body may be read as a stream. The answer's body may be
 *   a stream too; `ctx.runQuery`, `ctx.runMutation` and `ctx.runAction` stay usable while it is sent.
 */
export function httpAction(handler: HttpAction["handler"]): HttpAction {
  return { kind: "httpAction", handler }
}

/** One route of a router. */
export interface HttpRoute {
  /** `"GET /api/tasks"`; `"GET /api/*"` for a prefix. */
  readonly name: string
  readonly method: string
  /** The path, or what paths begin with; percent-encoded as in a URL. */
  readonly path: string
  readonly isPrefix: boolean
  readonly handler: HttpAction["handler"]
}

/** Paths that the server itself answers. */
const RESERVED = /^\/(ws|query|health|storage(\/.*)?|__admin(\/.*)?|__dev(\/.*)?)$/

/** Routes of an app; made with `httpRouter()` and exported as default. */
export class HttpRouter {
  readonly #routes = new Map<string, HttpRoute>()

  /**
   * Answers requests to exactly `path`.
   *
   * @throws TypeError when the path or the method is none, is taken, or belongs to the server.
   */
  route({ path, method, handler }: { path: string; method: string; handler: HttpAction }): void {
    this.#add(path, method, false, handler)
  }

  /**
   * Answers requests to paths that begin with `pathPrefix`. Exact routes go before, and a longer prefix before a shorter.
   *
   * @throws TypeError as `route` does.
   */
  routeWithPrefix(route: { pathPrefix: string; method: string; handler: HttpAction }): void {
    this.#add(route.pathPrefix, route.method, true, route.handler)
  }

  /** All routes, in the order in which they were added. */
  get routes(): readonly HttpRoute[] {
    return [...this.#routes.values()]
  }

  /** The route for a request, or the methods that its path has when it has not this one; none for an unknown path. */
  find(method: string, pathname: string): { route?: HttpRoute; methods: readonly string[] } {
    const fitting = this.routes.filter(({ path, isPrefix }) =>
      isPrefix ? pathname.startsWith(path) : pathname === path,
    )
    const best = (wanted: string) =>
      fitting
        .filter((route) => route.method === wanted)
        .reduce<HttpRoute | undefined>((a, b) => (a === undefined || goesBefore(b, a) ? b : a), undefined)
    const route = best(method) ?? (method === "HEAD" ? best("GET") : undefined)
    const methods = new Set(fitting.map((each) => each.method))
    if (methods.has("GET")) methods.add("HEAD")
    return { ...(route && { route }), methods: [...methods].sort() }
  }

  #add(givenPath: string, givenMethod: string, isPrefix: boolean, action: HttpAction): void {
    const path = pathOf(givenPath)
    const method = methodOf(givenMethod, givenPath)
    const name = `${method} ${path}${isPrefix ? "*" : ""}`
    if (RESERVED.test(path))
      throw new TypeError(`Route ${name}: Zeroback answers that path itself; choose another one.`)
    if (this.#routes.has(name)) throw new TypeError(`Route ${name} is there twice; remove one.`)
    if (action?.kind !== "httpAction") throw new TypeError(`Route ${name}: make its handler with httpAction(...).`)
    this.#routes.set(name, { name, method, path, isPrefix, handler: action.handler })
  }
}

/** Makes a router; export it as default from a file of the functions folder. */
export function httpRouter(): HttpRouter {
  return new HttpRouter()
}

function goesBefore(a: HttpRoute, b: HttpRoute): boolean {
  return a.isPrefix === b.isPrefix ? a.path.length > b.path.length : !a.isPrefix
}

function pathOf(path: unknown): string {
  if (typeof path !== "string" || !/^\/[^?#]*$/.test(path)) {
    throw new TypeError(
      `A route's path begins with "/" and has no "?" or "#", as in "/api/tasks"; got ${String(path)}.`,
    )
  }
  return new URL(`http://localhost${path}`).pathname
}

function methodOf(method: unknown, path: string): string {
  if (typeof method !== "string" || !/^[A-Z]+$/.test(method)) {
    throw new TypeError(`Route ${path}: the method is a name in capitals, as in "GET"; got ${String(method)}.`)
  }
  return method
}

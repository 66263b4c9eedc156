import type { Engine } from "../engine.js"
import type { UserIdentity } from "../functions/context.js"
import type { FunctionKind } from "../functions/registered.js"
import type { HttpRouter } from "../functions/http.js"
import { mayAdminister } from "./admin.js"
import { readCallRequest } from "./call-request.js"
import { corsPreflight, READABLE_ANYWHERE, readableAnywhere } from "./cors.js"
import type { Files } from "./files.js"
import { answerByRoute } from "./http-actions.js"
import type { MoreHeaders } from "./http-answer.js"
import { errorAnswer, failureAnswer, methodNotAllowed, notFound, resultAnswer } from "./http-answer.js"
import { carriedIdentity, identityFrom, isForeignPage } from "./identity.js"
import type { Limits } from "./limits.js"
import { locationOf } from "./location.js"
import type { Logbook } from "./logbook.js"
import type { ZerobackEnv, ZerobackOptions } from "./options.js"
import type { Refusal } from "./refused-app.js"
import type { HibernatableWebSocket } from "./platform.js"
import { platform } from "./platform.js"
import { completion } from "./run-context.js"
import { answerStorage } from "./storage-routes.js"

/** What the routes need of the object that serves them. */
export interface Serving {
  readonly engine: Engine
  readonly limits: Limits
  /** Why the app cannot be served. */
  readonly refusal: Refusal | undefined
  readonly env: ZerobackEnv
  readonly authenticate: ZerobackOptions["authenticate"]
  readonly allowedOrigins: readonly string[]
  /** How many sockets are open. */
  readonly sockets: number
  /** Accepts a socket and returns its number. */
  accept(socket: HibernatableWebSocket): number
  readonly logbook: Logbook
  /** None when the app has no bucket. */
  readonly files: Files | undefined
  readonly router: HttpRouter | undefined
  /** Tries a schema, given as JSON, on the stored tables; throws what does not fit. */
  trySchema(text: string): void
  /** Wipes the database. */
  reset(): Promise<void>
}

/** Answers one HTTP request to the object; the table of routes is in docs/wire-protocol.md. */
export async function answer(request: Request, serving: Serving): Promise<Response> {
  const { pathname } = locationOf(request.url)
  const { method } = request
  switch (pathname) {
    case "/ws":
      return connect(request, serving)
    case "/health":
      return health(method, serving)
    case "/query":
      if (method === "OPTIONS") return corsPreflight("POST, OPTIONS")
      if (method !== "POST") return methodNotAllowed("POST, OPTIONS")
      return runQuery(request, serving)
  }
  if (pathname.startsWith("/storage/")) return answerStorage(request, serving.files)
  if (mayAdminister(request, serving.env)) {
    switch (`${method} ${pathname}`) {
      case "POST /__admin/run":
        return serving.refusal ? unavailable(serving.refusal.reason) : call(request, serving, null, null)
      case "GET /__admin/logs":
        return logs(new URL(request.url).searchParams, serving)
      case "POST /__admin/schema":
        return trySchema(request, serving)
      case "POST /__dev/reset":
        return reset(serving)
    }
  }
  const { router, engine } = serving
  if (router) {
    const answered = await answerByRoute(request, router, engine, () => identify(withoutBody(request), serving))
    if (answered) return answered
  }
  return notFound()
}

function health(method: string, { refusal }: Serving): Response {
  if (method !== "GET" && method !== "HEAD") return methodNotAllowed("GET, HEAD")
  return refusal === undefined ? new Response("OK") : unavailable(refusal.told)
}

function unavailable(message: string): Response {
  return errorAnswer({ code: "unavailable", message })
}

async function connect(request: Request, serving: Serving): Promise<Response> {
  if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket") {
    return new Response("Connect to this address with a WebSocket.", {
      status: 426,
      headers: { Connection: "Upgrade", Upgrade: "websocket" },
    })
  }
  if (serving.authenticate && isForeignPage(request, serving.allowedOrigins)) {
    const message =
      "A page of another origin may not connect with cookies. Name it in the option allowedOrigins, or sign in with a token."
    return errorAnswer({ code: "forbidden", message })
  }
  const identity = await identify(request, serving)
  if (identity instanceof Response) return identity
  const most = serving.limits.sockets
  if (serving.sockets >= most) {
    const message = `As many sockets are open as limits.sockets allows, ${most}; try again later.`
    return errorAnswer({ code: "rate_limited", message })
  }
  const pair = new platform.WebSocketPair()
  serving.engine.onOpen(serving.accept(pair[1]), identity)
  return new Response(null, { status: 101, webSocket: pair[0] } as ResponseInit)
}

async function runQuery(request: Request, serving: Serving): Promise<Response> {
  // A clone: the app may read the body, and so do we.
  const identity = await identify(serving.authenticate ? request.clone() : request, serving)
  return identity instanceof Response
    ? readableAnywhere(identity)
    : call(request, serving, "query", identity, READABLE_ANYWHERE)
}

async function call(
  request: Request,
  { engine, limits }: Serving,
  kind: FunctionKind | null,
  identity: UserIdentity | null,
  headers: MoreHeaders = {},
): Promise<Response> {
  try {
    const { fn, args } = await readCallRequest(request, limits.frameBytes)
    const result = await completion((done) => engine.call(kind, kind === null, fn, args, identity, done))
    return resultAnswer(result, { mostBytes: limits.resultBytes, headers })
  } catch (failure) {
    return failureAnswer(failure, headers)
  }
}

/** One JSON object a line; with `?follow=0` the answer ends with what is kept. */
function logs(search: URLSearchParams, { logbook }: Serving): Response {
  const headers = { "Content-Type": "application/x-ndjson", "Cache-Control": "no-store" }
  return new Response(logbook.read(search.get("follow") !== "0"), { headers })
}

async function trySchema(request: Request, serving: Serving): Promise<Response> {
  try {
    serving.trySchema(await request.text())
    return resultAnswer(undefined)
  } catch (failure) {
    return failureAnswer(failure)
  }
}

async function reset(serving: Serving): Promise<Response> {
  try {
    await serving.reset()
    return resultAnswer(undefined)
  } catch (failure) {
    return failureAnswer(failure)
  }
}

/** The caller's identity, or the answer when it cannot be established. */
async function identify(request: Request, { authenticate, env }: Serving): Promise<UserIdentity | null | Response> {
  try {
    return authenticate
      ? identityFrom("authenticate", await authenticate(request, env))
      : identityFrom("withIdentity", carriedIdentity(request))
  } catch (refusal) {
    console.warn("authenticate refused a request:", refusal)
    return errorAnswer({ code: "unauthenticated", message: "Authentication failed" })
  }
}

/** A copy for `authenticate`: the body of the original stays a stream that nobody buffers. */
function withoutBody(request: Request): Request {
  const { url, method, headers, cf } = request as Request & { cf?: unknown }
  return new Request(url, { method, headers, cf } as RequestInit)
}

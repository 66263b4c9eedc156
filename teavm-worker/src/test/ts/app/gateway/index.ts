import { createZerobackDO } from "@zeroback/server/runtime"
import { functions, schema, httpRouter, cronJobsDef } from "./manifest.js"
import { verifyAuth } from "./auth.js"

interface Fetcher {
  fetch(request: Request): Promise<Response>
}
interface DurableObjectNamespace {
  idFromName(name: string): unknown
  get(id: unknown): DurableObjectStub
}
type DurableObjectStub = Fetcher

export const ZerobackDO = createZerobackDO({ functions, schema, httpRouter, cronJobsDef })

export interface Env {
  ZEROBACK_DO: DurableObjectNamespace
  AUTH_API: Fetcher // service binding to your auth worker
}

function getDOStub(env: Env): DurableObjectStub {
  const doId = env.ZEROBACK_DO.idFromName("default")
  return env.ZEROBACK_DO.get(doId)
}

function corsHeaders(origin: string): Record<string, string> {
  return {
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Authorization",
    "Access-Control-Allow-Credentials": "true",
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url)
    // Public routes (no auth)
    if (url.pathname === "/health") {
      return new Response("ok")
    }
    // Verify auth
    const auth = await verifyAuth(request, env)
    if (!auth.ok) {
      return new Response(JSON.stringify({ error: auth.error }), {
        status: 401,
        headers: { "Content-Type": "application/json" },
      })
    }
    // Forward to Zeroback DO
    const doStub = getDOStub(env)
    return doStub.fetch(request)
  },
}

/** The documented third step: the same for pages of another origin. */
export const withCors = {
  async fetch(request: Request, env: Env): Promise<Response> {
    const origin = request.headers.get("Origin") ?? ""
    // CORS preflight
    if (request.method === "OPTIONS") {
      return new Response(null, { status: 204, headers: corsHeaders(origin) })
    }
    const auth = await verifyAuth(request, env)
    if (!auth.ok) {
      return new Response("Unauthorized", { status: 401 })
    }
    const doStub = getDOStub(env)
    const response = await doStub.fetch(request)
    // Add CORS headers to response
    const newResponse = new Response(response.body, response)
    for (const [key, value] of Object.entries(corsHeaders(origin))) {
      newResponse.headers.set(key, value)
    }
    return newResponse
  },
}

import type { Env } from "./index.js"

// The documented example of a gateway with an object for each tenant, unchanged but for import paths and types.
type AuthResult = { ok: true; userId: string; tenantId: string } | { ok: false; error: string }

async function verifyAuth(request: Request, env: Env): Promise<AuthResult> {
  const cookie = request.headers.get("Cookie")
  const res = await env.AUTH_API.fetch(
    new Request("https://auth.example.com/me", { headers: cookie === null ? {} : { Cookie: cookie } }),
  )
  if (!res.ok) return { ok: false, error: "Not authenticated" }
  const data = (await res.json()) as { id: string; team: string }
  return { ok: true, userId: data.id, tenantId: data.team }
}

function getDOStub(env: Env, tenantId: string): ReturnType<Env["ZEROBACK_DO"]["get"]> {
  const doId = env.ZEROBACK_DO.idFromName(tenantId)
  return env.ZEROBACK_DO.get(doId)
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const auth = await verifyAuth(request, env)
    if (!auth.ok) {
      return new Response("Unauthorized", { status: 401 })
    }
    // Route to tenant-specific DO
    const doStub = getDOStub(env, auth.tenantId)
    return doStub.fetch(request)
  },
}

import type { Env } from "./index.js"

// The documented example of a gateway, unchanged but for import paths and the types that the bindings have here.
export type AuthResult = { ok: true; userId: string } | { ok: false; error: string }

export async function verifyAuth(request: Request, env: Env): Promise<AuthResult> {
  const cookie = request.headers.get("Cookie")
  if (!cookie) {
    return { ok: false, error: "Not authenticated" }
  }
  try {
    // Call your auth service — service binding, JWT verify, etc.
    const res = await env.AUTH_API.fetch(
      new Request("https://auth.example.com/me", {
        headers: { Cookie: cookie },
      }),
    )
    if (!res.ok) {
      return { ok: false, error: "Not authenticated" }
    }
    const data = (await res.json()) as { id: string }
    return { ok: true, userId: data.id }
  } catch {
    return { ok: false, error: "Auth service unavailable" }
  }
}

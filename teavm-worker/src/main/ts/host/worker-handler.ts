import { errorAnswer, notFound } from "./http-answer.js"
import type { DurableObjectNamespace } from "./platform.js"
import { withPublicPath } from "./public-address.js"
import { afterBody } from "./unread-body.js"

export interface WorkerHandlerOptions<Env = any> {
  /** Name of the Durable Object binding; `"ZEROBACK_DO"` by default. */
  binding?: string

  /**
   * Turns on tenants: `/t/{tenant}/...` addresses an object of that name, with data of its own, once this has approved
   * it. Every name that is approved makes an object, so approve only names that the app knows. `default` is no tenant: it
   * is the name of the object that addresses without `/t/` reach.
   */
  approveTenant?(tenant: string, request: Request, env: Env): boolean | Promise<boolean>
}

/** What `.zeroback/entry.ts` exports as default. */
export interface WorkerHandler<Env = any> {
  fetch(request: Request, env: Env): Promise<Response>
}

/** Names the object of an app without tenants. */
const DEFAULT = "default"

/** Makes the Worker that passes every request on to the app's object. */
export function createWorkerHandler<Env = any>(options: WorkerHandlerOptions<Env> = {}): WorkerHandler<Env> {
  const binding = options.binding ?? "ZEROBACK_DO"
  const defaultIds = new WeakMap<DurableObjectNamespace, unknown>()
  const defaultObject = (namespace: DurableObjectNamespace) => {
    let id = defaultIds.get(namespace)
    if (id === undefined) {
      // Derived from the name by hashing, which each request would pay for.
      id = namespace.idFromName(DEFAULT)
      defaultIds.set(namespace, id)
    }
    return namespace.get(id)
  }
  return {
    async fetch(request, env) {
      const namespace = (env as Record<string, DurableObjectNamespace | undefined>)[binding]
      if (!namespace) {
        const message = `The Durable Object binding "${binding}" is missing; add it to wrangler.toml.`
        return afterBody(request, errorAnswer({ code: "unavailable", message }))
      }
      const addressed = options.approveTenant && tenantOf(request)
      if (!addressed || !options.approveTenant) return defaultObject(namespace).fetch(request)
      if (addressed.tenant === DEFAULT || !(await options.approveTenant(addressed.tenant, request, env)))
        return afterBody(addressed.request, notFound())
      return namespace.get(namespace.idFromName(addressed.tenant)).fetch(addressed.request)
    },
  }
}

/** The tenant that a request addresses, and the request as the tenant's object sees it. */
function tenantOf(request: Request): { tenant: string; request: Request } | undefined {
  const url = new URL(request.url)
  const [, tenant, path] = /^\/t\/([^/]+)(\/.*)$/.exec(url.pathname) ?? []
  if (tenant === undefined || path === undefined) return undefined
  url.pathname = path
  return { tenant: decode(tenant), request: withPublicPath(new Request(url, request), `/t/${tenant}`) }
}

/** Percent-decodes a path segment; text that is not percent-encoded stands for itself. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

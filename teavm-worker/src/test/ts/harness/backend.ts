import { build } from "esbuild"
import type { Miniflare, MiniflareOptions } from "miniflare"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Connection } from "./connection.js"
import { asTaken, startMiniflare } from "./miniflare.js"
import { Requests } from "./requests.js"

const inPackage = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url))

/**
 * Which compilation of the engine runs: the published one, the one that checks array bounds and nulls, or the published
 * one with its calls of `keepShapes` counted in `globalThis.shapesKept`.
 */
export type EngineBuild = "release" | "strict" | "counted"

interface Bucket {
  list(): Promise<{ objects: readonly { key: string }[] }>
}

/** The test app in workerd, with storage in memory unless a folder for it is given. */
export class Backend {
  readonly #miniflare: Miniflare
  readonly #options: MiniflareOptions
  readonly #requests = new Requests()
  #url: URL

  private constructor(miniflare: Miniflare, options: MiniflareOptions, url: URL) {
    this.#miniflare = miniflare
    this.#options = options
    this.#url = url
  }

  get url(): URL {
    return this.#url
  }

  static async start(
    engine: EngineBuild,
    bindings: Record<string, string> = {},
    storage: string | false = false,
  ): Promise<Backend> {
    const options: MiniflareOptions = {
      name: "app",
      modules: [{ type: "ESModule", path: "worker.js", contents: await bundle(engine) }],
      compatibilityDate: "2026-02-24",
      compatibilityFlags: ["nodejs_als"],
      cf: false,
      bindings,
      durableObjectsPersist: storage,
      r2Buckets: ["ZEROBACK_STORAGE"],
      durableObjects: {
        ZEROBACK_DO: { className: "ZerobackDO", useSQLite: true },
        AUTHENTICATED_DO: { className: "AuthenticatedDO", useSQLite: true },
        HANDWRITTEN_DO: { className: "HandwrittenDO", useSQLite: true },
        JWT_DO: { className: "JwtDO", useSQLite: true },
        LIMITED_DO: { className: "LimitedDO", useSQLite: true },
        RECURRING_DO: { className: "RecurringDO", useSQLite: true },
        BUCKETLESS_DO: { className: "BucketlessDO", useSQLite: true },
        MOODY_DO: { className: "MoodyDO", useSQLite: true },
        BROKEN_DO: { className: "BrokenDO", useSQLite: true },
        EVOLVING_DO: { className: "EvolvingDO", useSQLite: true },
        VALUES_DO: { className: "ValuesDO", useSQLite: true },
        COUNTED_DO: { className: "CountedDO", useSQLite: true },
        VECTORS_DO: { className: "QueryVectorsDO", useSQLite: true },
        RECORDED_DO: { className: "RecordedRunDO", useSQLite: true },
      },
    }
    const miniflare = startMiniflare(options)
    return new Backend(miniflare, options, await miniflare.ready)
  }

  /** Ends workerd and starts it again on the same storage, perhaps at another address. */
  async restart(): Promise<void> {
    await this.#miniflare.setOptions(asTaken(this.#options))
    this.#url = await this.#miniflare.ready
  }

  async stop(): Promise<void> {
    await this.#miniflare.dispose()
    if (this.#requests.resent > 0) {
      console.log(`${this.#requests.resent} requests were sent again, whose connections ended after a refusal`)
    }
  }

  /** Whether the bucket, which all tests share, holds the content of any of these files. */
  async isStored(...storageIds: string[]): Promise<boolean> {
    // Miniflare's own type for it needs the platform's types, which these tests do without.
    const bucket = (await this.#miniflare.getR2Bucket("ZEROBACK_STORAGE", "app")) as unknown as Bucket
    const { objects } = await bucket.list()
    const names = new Set(storageIds.map((id) => id.replace("_storage/", "")))
    return objects.some(({ key }) => names.has(key.slice(key.indexOf("/") + 1)))
  }

  /** Connects a socket to `path`, such as `/plain/t/one/ws`. */
  connect(path: string, headers: Record<string, string> = {}): Promise<Connection> {
    const url = new URL(path, this.url)
    url.protocol = "ws:"
    return Connection.open(url, headers)
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return this.#requests.fetch(new URL(path, this.url), init)
  }

  /** Posts JSON and returns the status and the decoded answer. */
  async post(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: any }> {
    const response = await this.fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    })
    return { status: response.status, body: await response.json() }
  }

  /** Evicts the object of a tenant's address, as the platform does after idle seconds; its sockets hibernate. */
  async evict(className: string, base: string): Promise<void> {
    const name = base.slice(base.lastIndexOf("/") + 1)
    await this.#miniflare.unsafeEvictDurableObject("app", className, { name, webSockets: "hibernate" })
  }
}

async function bundle(engine: EngineBuild): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [inPackage("src/test/ts/app/entry.ts")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    external: ["node:async_hooks"],
    plugins: [
      {
        name: "engine",
        setup(context) {
          const path = inPackage(engine === "strict" ? "target/strict/engine.js" : "dist/engine.js")
          context.onResolve({ filter: /\/engine\.js$/ }, ({ importer }) => {
            return { path, namespace: engine === "counted" && importer !== path ? "counted" : "file" }
          })
          const counting = `
            import { keepShapes as keep } from ${JSON.stringify(path)}
            export { createEngine } from ${JSON.stringify(path)}
            export function keepShapes() {
              globalThis.shapesKept = (globalThis.shapesKept ?? 0) + 1
              keep()
            }`
          context.onLoad({ filter: /./, namespace: "counted" }, () => ({ contents: counting, resolveDir: "/" }))
          if (engine !== "strict") return
          // What the build adds to the published engine is for speed alone.
          const contents = `${readFileSync(path, "utf8")}\nexport function keepShapes() {}`
          context.onLoad({ filter: /\/engine\.js$/ }, () => ({ contents }))
        },
      },
    ],
  })
  return outputFiles.map((file) => file.text).join("")
}

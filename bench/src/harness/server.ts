import { Miniflare } from "miniflare"
import { DatabaseFolder, type Storage } from "./storage.js"

const WORKER = "bench"
const OBJECT_CLASS = "BenchObject"

/** One workerd with one Worker and its object, reachable on a loopback port of its own. */
export class Server {
  private constructor(
    private readonly miniflare: Miniflare,
    private readonly folder: DatabaseFolder,
    /** Address of the Worker itself: nothing of Miniflare lies between. */
    readonly url: URL,
  ) {}

  static async start(script: string, storage: Storage): Promise<Server> {
    const folder = new DatabaseFolder(storage)
    const miniflare = new Miniflare({
      name: WORKER,
      modules: true,
      script,
      compatibilityDate: "2026-02-24",
      durableObjects: { ZEROBACK_DO: { className: OBJECT_CLASS, useSQLite: true } },
      durableObjectsPersist: folder.path,
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
      inspectorPort: 0,
      cf: false,
    })
    try {
      await miniflare.ready
      return new Server(miniflare, folder, await miniflare.unsafeGetDirectURL(WORKER))
    } catch (error) {
      await miniflare.dispose()
      folder.remove()
      throw error
    }
  }

  /** Address of the inspector of the Worker's isolate, which is its object's too. */
  async inspectorUrl(): Promise<URL> {
    const url = await this.miniflare.getInspectorURL()
    url.pathname = `/core:user:${WORKER}`
    return url
  }

  /** Hibernates the object: its memory goes, its sockets stay. */
  evict(): Promise<void> {
    return this.miniflare.unsafeEvictDurableObject(WORKER, OBJECT_CLASS, { name: "default", webSockets: "hibernate" })
  }

  async stop(): Promise<void> {
    await this.miniflare.dispose()
    this.folder.remove()
  }
}

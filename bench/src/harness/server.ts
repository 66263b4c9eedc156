import { Miniflare } from "miniflare"
import { childrenNamed, cpuMillis, residentBytes } from "./process-clock.js"
import { DatabaseFolder, type Storage } from "./storage.js"

const WORKER = "bench"
const PROCESS = "workerd"
const OBJECT_CLASS = "BenchObject"

/** One workerd with one Worker and its object, reachable on a loopback port of its own. */
export class Server {
  private stopped = false

  private constructor(
    private readonly miniflare: Miniflare,
    private readonly folder: DatabaseFolder,
    /** Address of the Worker itself: nothing of Miniflare lies between. */
    readonly url: URL,
    private readonly pid: number | undefined,
  ) {}

  static async start(script: string, storage: Storage): Promise<Server> {
    const folder = new DatabaseFolder(storage)
    const miniflare = new Miniflare({
      name: WORKER,
      // Named, so that Miniflare does not parse it in search of others: that time is Node's, not workerd's.
      modules: [{ type: "ESModule", path: "worker.js", contents: script }],
      compatibilityDate: "2026-02-24",
      durableObjects: { ZEROBACK_DO: { className: OBJECT_CLASS, useSQLite: true } },
      durableObjectsPersist: folder.path,
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
      inspectorPort: 0,
      cf: false,
    })
    try {
      const others = childrenNamed(PROCESS)
      await miniflare.ready
      const pid = childrenNamed(PROCESS).find((it) => !others.includes(it))
      return new Server(miniflare, folder, await miniflare.unsafeGetDirectURL(WORKER), pid)
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

  /** Milliseconds of CPU that workerd has used; undefined where the system does not tell. */
  cpuMillis(): number | undefined {
    return this.pid === undefined ? undefined : cpuMillis(this.pid)
  }

  /** Bytes of memory that workerd keeps resident; undefined where the system does not tell. */
  residentBytes(): number | undefined {
    return this.pid === undefined ? undefined : residentBytes(this.pid)
  }

  /** Hibernates the object: its memory goes, its sockets stay. */
  evict(): Promise<void> {
    return this.miniflare.unsafeEvictDurableObject(WORKER, OBJECT_CLASS, { name: "default", webSockets: "hibernate" })
  }

  /** Ends workerd and removes its database; a second call does nothing. */
  async stop(): Promise<void> {
    if (this.stopped) return
    this.stopped = true
    await this.miniflare.dispose()
    this.folder.remove()
  }
}

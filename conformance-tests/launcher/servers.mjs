import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { bundle, generateCode } from "./build.mjs"
import { childPids } from "./child-pids.mjs"

const { Log, LogLevel, Miniflare, asTaken } = await miniflareToTest()

/** Memory where there is such a folder: each test makes a database, and a disk would add its latency to each commit. */
const STORAGE_ROOT = existsSync("/dev/shm") ? "/dev/shm" : tmpdir()
const CLASS_NAME = "ZerobackDO"
const WORKER_NAME = "app"

/**
 * @typedef {object} ServerSpec
 * @property {string} folder - The app's folder; if it has a folder zeroback/, its code is generated first.
 * @property {string} entry - The Worker's module in it, with or without its extension.
 * @property {Record<string, string>} variables - Values of `env`.
 *
 * @typedef {object} RunningServer
 * @property {import("miniflare").MiniflareOptions} options
 * @property {string} folder - Holds the persisted objects.
 * @property {Miniflare} miniflare
 * @property {number[]} pids - workerd's processes.
 * @property {boolean} hasEnded
 */

/** Local Workers, each with its own workerd and its own storage, by number. */
export class Servers {
  /** @type {Map<number, RunningServer>} */
  #running = new Map()
  #lastId = 0

  /**
   * Generates code for an app, bundles its Worker and serves it on a free port.
   *
   * @param {ServerSpec} spec
   * @returns {Promise<{ server: number, url: string }>}
   */
  async start({ folder: app, entry, variables }) {
    if (existsSync(join(app, "zeroback"))) await generateCode(app)
    const folder = mkdtempSync(join(STORAGE_ROOT, "zeroback-conformance-"))
    /** @type {import("miniflare").MiniflareOptions} */
    const options = {
      name: WORKER_NAME,
      modules: true,
      script: await bundle(join(app, entry)),
      compatibilityDate: "2026-02-24",
      bindings: variables,
      durableObjects: { ZEROBACK_DO: { className: CLASS_NAME, useSQLite: true } },
      durableObjectsPersist: folder,
      r2Buckets: ["ZEROBACK_STORAGE"],
      cf: false,
      port: 0,
      log: new Log(LogLevel.WARN),
      handleRuntimeStdio: logToStderr,
    }
    const id = ++this.#lastId
    return { server: id, url: await this.#launch(id, options, folder) }
  }

  /**
   * Ends a server in order and starts it again on the same storage, at the same address.
   *
   * @param {number} id
   * @returns {Promise<{ url: string }>}
   */
  async restart(id) {
    const { options, folder } = this.#get(id)
    await this.end(id)
    return { url: await this.#launch(id, options, folder) }
  }

  /**
   * Ends a server in order. `restart` brings it back.
   *
   * @param {number} id
   */
  async end(id) {
    const server = this.#get(id)
    if (!server.hasEnded) await server.miniflare.dispose()
    server.hasEnded = true
  }

  /**
   * Kills workerd as a power cut would. `restart` brings the server back.
   *
   * @param {number} id
   */
  kill(id) {
    for (const pid of this.#get(id).pids) process.kill(pid, "SIGKILL")
  }

  /**
   * Takes an object out of memory, if it is there; its sockets stay open, as in hibernation.
   *
   * @param {number} id
   * @param {string} name
   */
  async evict(id, name) {
    try {
      await this.#get(id).miniflare.unsafeEvictDurableObject(WORKER_NAME, CLASS_NAME, { name, webSockets: "hibernate" })
    } catch (error) {
      if (!String(error).includes("it is not currently running")) throw error
    }
  }

  /** @param {number} id */
  async stop(id) {
    const { folder } = this.#get(id)
    await this.end(id)
    this.#running.delete(id)
    rmSync(folder, { recursive: true, force: true })
  }

  async stopAll() {
    await Promise.allSettled([...this.#running.keys()].map((id) => this.stop(id)))
  }

  /**
   * @param {number} id
   * @param {import("miniflare").MiniflareOptions} options
   * @param {string} folder
   */
  async #launch(id, options, folder) {
    const before = new Set(childPids())
    const miniflare = new Miniflare(asTaken(options))
    const url = await miniflare.ready
    const pids = childPids().filter((pid) => !before.has(pid))
    this.#running.set(id, { options: { ...options, port: Number(url.port) }, folder, miniflare, pids, hasEnded: false })
    return url.origin
  }

  /** @param {number} id */
  #get(id) {
    const server = this.#running.get(id)
    if (!server) throw new Error(`Server ${id} is not running`)
    return server
  }
}

/** The installed Miniflare, or a newer one, which takes options of another shape and turns most of version 4 into it. */
async function miniflareToTest() {
  const { convertV4MiniflareOptions, ...rest } = await import(process.env.ZEROBACK_TEST_MINIFLARE ?? "miniflare")
  /** @type {(options: import("miniflare").MiniflareOptions & { durableObjectsPersist?: unknown }) => any} */
  const asTaken = convertV4MiniflareOptions
    ? (options) => convertV4MiniflareOptions({ ...options, resourcePersistencePath: options.durableObjectsPersist })
    : (options) => options
  return { ...rest, asTaken }
}

/**
 * @param {import("node:stream").Readable} stdout
 * @param {import("node:stream").Readable} stderr
 */
function logToStderr(stdout, stderr) {
  for (const stream of [stdout, stderr]) stream.pipe(process.stderr, { end: false })
}

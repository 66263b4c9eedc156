import { createReadStream, statSync } from "node:fs"
import { createServer } from "node:http"
import { extname, join, normalize } from "node:path"

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
}

/** Static pages on free ports of this machine, such as a built example. */
export class Sites {
  /** @type {import("node:http").Server[]} */
  #running = []

  /**
   * Serves a folder; paths without a file of their own get its index.html.
   *
   * @param {string} folder
   * @returns {Promise<{ url: string }>}
   */
  async start(folder) {
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://localhost")
      const asked = join(folder, normalize(pathname))
      const file = statSync(asked, { throwIfNoEntry: false })?.isFile() ? asked : join(folder, "index.html")
      response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream")
      createReadStream(file).pipe(response)
    })
    this.#running.push(server)
    await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)))
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address())
    return { url: `http://localhost:${port}` }
  }

  async stopAll() {
    for (const server of this.#running.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  }
}

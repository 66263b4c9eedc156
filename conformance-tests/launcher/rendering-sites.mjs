import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import { join } from "node:path"
import react from "@vitejs/plugin-react"
import { createServer as createVite } from "vite"

/** Pages that Vite renders on a server: `src/server.tsx` exports `render(url)`, whose parts go into `index.html`. */
export class RenderingSites {
  /** @type {{ close(): unknown }[]} */
  #running = []

  /**
   * @param {string} folder
   * @returns {Promise<{ url: string }>}
   */
  async start(folder) {
    forbidSockets()
    const vite = await createVite({
      root: folder,
      configFile: false,
      plugins: [react()],
      server: { middlewareMode: true, hmr: false, ws: false },
      appType: "custom",
      logLevel: "error",
    })
    const server = createServer((request, response) => {
      vite.middlewares(request, response, () => void answer(vite, folder, request, response))
    })
    this.#running.push(vite, server)
    await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)))
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address())
    return { url: `http://127.0.0.1:${port}` }
  }

  async stopAll() {
    await Promise.allSettled(this.#running.map((each) => each.close()))
  }
}

/** A page that opens a socket while it is rendered here fails: an arrow function makes no objects. */
function forbidSockets() {
  const value = () => {
    throw new Error("A socket was opened on the server")
  }
  Object.defineProperty(globalThis, "WebSocket", { value, configurable: true, writable: true })
}

/**
 * @param {import("vite").ViteDevServer} vite
 * @param {string} folder
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
async function answer(vite, folder, request, response) {
  try {
    const url = new URL(request.url ?? "/", "http://localhost")
    const { render } = await vite.ssrLoadModule("/src/server.tsx")
    const html = readFileSync(join(folder, "index.html"), "utf8")
    const template = await vite.transformIndexHtml(url.pathname, html)
    const { page, state } = await render(url)
    response.setHeader("Content-Type", "text/html; charset=utf-8")
    response.end(template.replace("<!--page-->", () => page).replace("<!--state-->", () => state))
  } catch (error) {
    response.statusCode = 500
    response.end(error instanceof Error ? error.stack : String(error))
  }
}

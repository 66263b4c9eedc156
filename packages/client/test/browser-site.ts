import sparticuz from "@sparticuz/chromium"
import { build } from "esbuild"
import { once } from "node:events"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"
import { chromium, type Browser, type BrowserContext } from "playwright-core"

/** A real Chromium, and a page for it that runs one script. */
export class BrowserSite {
  readonly #browser: Browser
  readonly #server: Server

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser
    this.#server = server
  }

  /** @param source - The page's program, bundled as if it were a file of `folder`. */
  static async start(source: string, folder: URL, options: { production?: boolean } = {}): Promise<BrowserSite> {
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: fileURLToPath(folder), loader: "tsx" },
      bundle: true,
      write: false,
      format: "esm",
      jsx: "automatic",
      define: options.production ? { "process.env.NODE_ENV": '"production"' } : {},
    })
    const script = outputFiles[0]?.text ?? ""
    const server = createServer((request, response) => {
      const isScript = request.url === "/page.js"
      response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html")
      response.end(isScript ? script : '<!doctype html><main></main><script type="module" src="/page.js"></script>')
    }).listen(0, "127.0.0.1")
    await once(server, "listening")
    // Containers run as root and without a GPU. The package's own arguments are for a single page.
    const args = ["--no-sandbox", "--disable-gpu"]
    const browser = await chromium.launch({ args, executablePath: await sparticuz.executablePath() })
    return new BrowserSite(browser, server)
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  /** A browser profile of its own: its tabs share their storage, and nothing else does. */
  newContext(): Promise<BrowserContext> {
    return this.#browser.newContext()
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    this.#server.close()
  }
}

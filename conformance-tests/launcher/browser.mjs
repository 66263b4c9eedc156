import chromium from "@sparticuz/chromium"
import { chromium as playwright } from "playwright-core"

const TIMEOUT_MILLIS = 10_000

/** One headless Chromium with any number of tabs, each a visitor of its own: no storage is shared. */
export class Browser {
  /** @type {Promise<import("playwright-core").Browser> | undefined} */
  #browser
  /** @type {Map<number, import("playwright-core").Page>} */
  #tabs = new Map()
  #lastId = 0

  /**
   * Opens a page in a new tab. Each time that it loads, `window.firstSeenMillis` becomes the time from the start of the
   * navigation to the first element that the selector finds.
   *
   * @param {string} url
   * @param {string} selector
   * @returns {Promise<{ tab: number }>}
   */
  async open(url, selector) {
    const browser = await (this.#browser ??= launch())
    const context = await browser.newContext({ viewport: { width: 560, height: 480 }, deviceScaleFactor: 2 })
    context.setDefaultTimeout(TIMEOUT_MILLIS)
    await context.addInitScript(`(${timeFirstSight})(${JSON.stringify(selector)})`)
    const page = await context.newPage()
    page.on("console", (message) => console.error(`[page] ${message.type()}: ${message.text()}`))
    page.on("pageerror", (error) => console.error(`[page] ${error.stack}`))
    await page.goto(url)
    const tab = ++this.#lastId
    this.#tabs.set(tab, page)
    return { tab }
  }

  /** @param {number} tab */
  async close(tab) {
    await this.#page(tab).context().close()
    this.#tabs.delete(tab)
  }

  /** @param {number} tab */
  async reload(tab) {
    await this.#page(tab).reload()
  }

  /** @param {number} tab @param {string} selector */
  async click(tab, selector) {
    await this.#page(tab).click(selector)
  }

  /** @param {number} tab @param {string} selector @param {string} text */
  async fill(tab, selector, text) {
    await this.#page(tab).fill(selector, text)
  }

  /** Chooses a file in a file input. @param {number} tab @param {string} selector @param {string} file */
  async upload(tab, selector, file) {
    await this.#page(tab).setInputFiles(selector, file)
  }

  /** @param {number} tab @param {string} selector @param {string} key */
  async press(tab, selector, key) {
    await this.#page(tab).press(selector, key)
  }

  /**
   * Waits until an expression in the page is true.
   *
   * @param {number} tab
   * @param {string} expression
   */
  async waitFor(tab, expression) {
    await this.#page(tab).waitForFunction(expression)
  }

  /** @param {number} tab @param {string} expression */
  async evaluate(tab, expression) {
    return this.#page(tab).evaluate(expression)
  }

  /**
   * Writes one picture of several tabs side by side.
   *
   * @param {number[]} tabs
   * @param {string} file - Path of the PNG to write.
   */
  async screenshot(tabs, file) {
    const pictures = await Promise.all(tabs.map((tab) => this.#page(tab).screenshot()))
    const [first] = tabs.map((tab) => this.#page(tab).viewportSize())
    const { width, height } = /** @type {{ width: number, height: number }} */ (first)
    const gap = 16
    const browser = await /** @type {Promise<import("playwright-core").Browser>} */ (this.#browser)
    const page = await browser.newPage({
      viewport: { width: tabs.length * (width + gap) + gap, height: height + 2 * gap },
      deviceScaleFactor: 1,
    })
    const images = pictures.map(
      (png) => `<img width="${width}" height="${height}" src="data:image/png;base64,${png.toString("base64")}">`,
    )
    await page.setContent(
      `<body style="margin:0;padding:${gap}px;display:flex;gap:${gap}px;background:#8d99ae">${images.join("")}</body>`,
    )
    await page.screenshot({ path: file })
    await page.close()
  }

  async stop() {
    await (await this.#browser)?.close()
  }

  /** @param {number} tab */
  #page(tab) {
    const page = this.#tabs.get(tab)
    if (!page) throw new Error(`Tab ${tab} is not open`)
    return page
  }
}

async function launch() {
  // Containers run as root and without a GPU. The package's own arguments are for a single page in a lambda function.
  return playwright.launch({
    args: ["--no-sandbox", "--disable-gpu"],
    executablePath: await chromium.executablePath(),
  })
}

/* global document, MutationObserver, performance, window -- of the page */
/** Runs in the page, before its own scripts. @param {string} selector */
function timeFirstSight(selector) {
  const observer = new MutationObserver(() => {
    if (!document.querySelector(selector)) return
    Object.assign(window, { firstSeenMillis: performance.now() })
    observer.disconnect()
  })
  observer.observe(document, { childList: true, subtree: true })
}

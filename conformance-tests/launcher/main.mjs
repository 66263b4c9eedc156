// Runs servers and browsers for the Java tests. A command is one JSON line on stdin: {id, command, ...}. Its answer is
// one line on stdout that begins with "@@": {id, ok} or {id, error}. Logs go to stderr. The end of stdin ends everything.
import { createInterface } from "node:readline"
import { Browser } from "./browser.mjs"
import { buildPage } from "./build.mjs"
import { RenderingSites } from "./rendering-sites.mjs"
import { Servers } from "./servers.mjs"
import { Sites } from "./sites.mjs"

const servers = new Servers()
const sites = new Sites()
const renderingSites = new RenderingSites()
const browser = new Browser()

/** @type {Record<string, (input: any) => unknown>} */
const commands = {
  startServer: (input) => servers.start(input),
  stopServer: ({ server }) => servers.stop(server),
  restartServer: ({ server }) => servers.restart(server),
  endServer: ({ server }) => servers.end(server),
  killServer: ({ server }) => servers.kill(server),
  evict: ({ server, object }) => servers.evict(server, object),
  buildPage: ({ project, variables, folder }) => buildPage(project, variables, folder),
  startSite: ({ folder }) => sites.start(folder),
  startRenderingSite: ({ folder }) => renderingSites.start(folder),
  openTab: ({ url, selector }) => browser.open(url, selector),
  closeTab: ({ tab }) => browser.close(tab),
  reload: ({ tab }) => browser.reload(tab),
  click: ({ tab, selector }) => browser.click(tab, selector),
  fill: ({ tab, selector, text }) => browser.fill(tab, selector, text),
  upload: ({ tab, selector, file }) => browser.upload(tab, selector, file),
  press: ({ tab, selector, key }) => browser.press(tab, selector, key),
  waitFor: ({ tab, expression }) => browser.waitFor(tab, expression),
  evaluate: ({ tab, expression }) => browser.evaluate(tab, expression),
  screenshot: ({ tabs, file }) => browser.screenshot(tabs, file),
}

// Libraries that print to stdout must not break the line protocol.
console.log = console.error
console.info = console.error

const lines = createInterface({ input: process.stdin })
lines.on("line", (line) => void run(JSON.parse(line)))
lines.on("close", () => void end())
answer({ ready: true })

/** @param {{ id: number, command: string }} request */
async function run({ id, command, ...input }) {
  try {
    const execute = commands[command]
    if (!execute) throw new Error(`Unknown command "${command}"`)
    answer({ id, ok: (await execute(input)) ?? null })
  } catch (error) {
    answer({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

/** @param {object} message */
function answer(message) {
  process.stdout.write(`@@${JSON.stringify(message)}\n`)
}

async function end() {
  await Promise.allSettled([servers.stopAll(), sites.stopAll(), renderingSites.stopAll(), browser.stop()])
  process.exit(0)
}

import type { BrowserContext, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { Backend } from "../../../teavm-worker/src/test/ts/harness/backend.js"
import type { AuthState, ZerobackClient } from "../src/index.js"
import { BrowserSite } from "./browser-site.js"
import { Forwarder } from "./forwarder.js"

declare global {
  interface Window {
    client: ZerobackClient
    visit(url: string): Promise<void>
    create(text: string): void
    texts(): string[]
    kept(): Promise<[string, unknown][]>
    outcomes: string[]
    signIn(token: string): void
    user(): unknown
    authStates: AuthState[]
  }
}

/** What the page does: a client that keeps its data, and the list of the test app. */
const PAGE = `
import { QueryStore, ZerobackClient } from "./index.js"
const args = { project: "a" }
window.outcomes = []
window.authStates = []
window.visit = async (url) => {
  window.client = new ZerobackClient(url, { persistence: true, backoff: { baseMs: 10, maxMs: 50, maxAttempts: 1e6 } })
  window.client.subscribe("tasks:list", args)
  await window.client.init()
}
window.kept = async () => {
  const [{ name }] = await indexedDB.databases()
  const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)))
  const database = await done(indexedDB.open(name))
  const store = database.transaction("entries").objectStore("entries")
  const [keys, entries] = await Promise.all([done(store.getAllKeys()), done(store.getAll())])
  database.close()
  return keys.map((key, i) => [key, entries[i].result])
}
window.create = (text) => void window.client.mutation("tasks:create", { ...args, text }).then(
  () => window.outcomes.push(text),
  (error) => window.outcomes.push(error.message),
)
window.signIn = (token) => {
  window.client.setAuth(() => token, (state) => window.authStates.push(state))
  window.client.subscribe("tasks:whoAmI", {})
}
window.user = () => window.client.getQueryResult(QueryStore.makeKey("tasks:whoAmI", {}))
window.texts = () => (window.client.getQueryResult(QueryStore.makeKey("tasks:list", args)) ?? []).map(({ text }) => text)
`

let backend: Backend
let site: BrowserSite
let network: Forwarder
let context: BrowserContext
let objects = 0

beforeAll(async () => {
  backend = await Backend.start("release")
  site = await BrowserSite.start(PAGE, new URL("../src/", import.meta.url))
}, 60_000)

afterAll(async () => {
  await site.stop()
  await backend.stop()
})

beforeEach(async () => {
  network = await Forwarder.to(backend.url)
  context = await site.newContext()
  objects++
})

afterEach(async () => {
  await context.close()
  await network.stop()
})

/** Opens the page in a new tab; the tabs of one test share their storage, as those of one browser do. */
async function openTab(app?: string): Promise<Page> {
  return visit(await context.newPage(), app)
}

async function visit(page: Page, app = "plain"): Promise<Page> {
  await page.goto(site.address)
  await page.evaluate((url) => window.visit(url), `ws://${network.host}/${app}/t/browser${objects}/ws`)
  return page
}

/** Ends the tab's process: nothing in the page gets to run. */
async function kill(page: Page): Promise<void> {
  const session = await context.newCDPSession(page)
  const crashed = new Promise((resolve) => page.once("crash", resolve))
  session.send("Page.crash").catch(() => undefined)
  await crashed
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `task ${i}`)

async function createAll(page: Page, texts: readonly string[]): Promise<void> {
  await page.evaluate((all) => all.forEach((text) => window.create(text)), texts)
}

async function shows(page: Page, texts: readonly string[]): Promise<void> {
  await page.waitForFunction((wanted) => JSON.stringify(window.texts()) === wanted, JSON.stringify(texts))
}

test("twenty mutations of an offline minute are applied in order when the network is back", async () => {
  const page = await context.newPage()
  await page.clock.install()
  await visit(page)
  const other = await openTab()
  await createAll(page, ["before"])
  await shows(other, ["before"])
  network.fail()
  await page.waitForFunction(() => window.client.connectionState !== "connected")
  await createAll(page, numbered(10))
  await page.clock.fastForward(60_000)
  await createAll(page, numbered(20).slice(10))
  network.comeBack()
  await shows(page, ["before", ...numbered(20)])
  await shows(other, ["before", ...numbered(20)])
  expect(await page.evaluate(() => window.outcomes)).toEqual(["before", ...numbered(20)])
}, 30_000)

test("a tab that is killed leaves its data and its mutations to the next visits, of which one runs them", async () => {
  const page = await openTab()
  await createAll(page, ["before"])
  await shows(page, ["before"])
  network.fail()
  await page.waitForFunction(() => window.client.connectionState !== "connected")
  await createAll(page, numbered(5))
  await expect
    .poll(async () => {
      const kept = await page.evaluate(() => window.kept())
      const list = new Map(kept).get('tasks:list|{"project":"a"}') as unknown[] | undefined
      return [list?.length, kept.filter(([key]) => key.startsWith("$pending")).length]
    })
    .toEqual([1, 5])
  await kill(page)

  const [next, other] = await Promise.all([openTab(), openTab()])
  // Still offline: what the dead tab has seen is shown at once.
  for (const tab of [next, other]) expect(await tab.evaluate(() => window.texts())).toEqual(["before"])
  network.comeBack()
  // One of the two runs what the dead tab has left; the list would show it if both did.
  for (const tab of [next, other]) await shows(tab, ["before", ...numbered(5)])
  await createAll(next, ["after"])
  for (const tab of [next, other]) await shows(tab, ["before", ...numbered(5), "after"])
}, 30_000)

test("while a tab is open no other takes over its mutations", async () => {
  const page = await openTab()
  network.fail()
  await page.waitForFunction(() => window.client.connectionState !== "connected")
  await createAll(page, numbered(3))
  const others = [await openTab(), await openTab()]
  // Each holds the lock of its own mutations and of no other's.
  const { held } = await page.evaluate(() => navigator.locks.query())
  expect(held).toHaveLength(3)
  network.comeBack()
  for (const tab of [page, ...others]) await shows(tab, numbered(3))
  expect(await page.evaluate(() => window.outcomes)).toEqual(numbered(3))
}, 30_000)

test("an evicted server goes on serving both tabs", async () => {
  const tabs = [await openTab(), await openTab()] as const
  await createAll(tabs[0], ["before"])
  await shows(tabs[1], ["before"])
  await backend.evict("ZerobackDO", `/t/browser${objects}`)
  await createAll(tabs[1], numbered(3))
  for (const tab of tabs) await shows(tab, ["before", ...numbered(3)])
  expect(await tabs[0].evaluate(() => window.client.connectionState)).toBe("connected")
}, 30_000)

test("a server that is restarted goes on serving both tabs, and nothing is lost", async () => {
  const tabs = [await openTab(), await openTab()] as const
  await createAll(tabs[0], ["before"])
  await shows(tabs[1], ["before"])
  await createAll(tabs[0], numbered(3))
  await backend.restart()
  network.leadTo(backend.url)
  network.fail()
  await createAll(tabs[0], ["while it starts"])
  network.comeBack()
  for (const tab of tabs) await shows(tab, ["before", ...numbered(3), "while it starts"])
  expect(await tabs[0].evaluate(() => window.outcomes)).toEqual(["before", ...numbered(3), "while it starts"])
}, 30_000)

test("another token changes what is shown; one that is refused is said, and ends nothing", async () => {
  const page = await openTab("authenticated")
  await createAll(page, ["of nobody"])
  await shows(page, ["of nobody"])
  const showsUser = (subject: string | null) =>
    page.waitForFunction((wanted) => JSON.stringify(window.user()) === wanted, JSON.stringify(subject && { subject }))
  for (const subject of ["ada", "bob"]) {
    await page.evaluate((token) => window.signIn(token), subject)
    await showsUser(subject)
    await shows(page, ["of nobody"])
    expect(await page.evaluate(() => window.authStates.at(-1))).toEqual({ isAuthenticated: true })
  }
  await page.evaluate(() => window.signIn("forged"))
  await page.waitForFunction(() => window.authStates.at(-1)?.error?.code === "unauthenticated")
  await showsUser(null)
  await shows(page, ["of nobody"])
  await page.evaluate(() => window.signIn("ada"))
  await showsUser("ada")
}, 30_000)

// @vitest-environment node
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { Backend } from "../../../teavm-worker/src/test/ts/harness/backend.js"
import { BrowserSite } from "../../client/test/browser-site.js"

declare global {
  interface Window {
    fill(url: string, count: number): Promise<void>
    show(url: string): void
    /** The ids of the rows rendered, since it was cleared. */
    rendered: string[]
    /** Shows the text with a question mark until the server's own document is there. */
    create(args: { project: string; text: string }): Promise<unknown>
    toggle(args: { id: string }): Promise<unknown>
    /** What the list held in each frame that the browser painted, as long as it differs from the frame before. */
    painted: string[]
    isLoaded: boolean
    /** Sends what was held. */
    letGo(): void
  }
}

const PAGE = `
import { memo } from "react"
import { createRoot } from "react-dom/client"
import { useMutation, useQuery, ZerobackClient, ZerobackProvider } from "./index.js"

const list = { _name: "tasks:list" }
const args = { project: "a" }
window.rendered = []
window.painted = []

const Row = memo(function Row({ task }) {
  window.rendered.push(task._id)
  return <li id={task._id}>{task.text + (task.done ? " done" : "")}</li>
})

function Tasks() {
  const tasks = useQuery(list, args)
  window.isLoaded = tasks !== undefined
  window.create = useMutation({ _name: "tasks:create" }, {
    optimisticUpdate(store, { text }) {
      store.setQuery(list, args, [...store.getQuery(list, args), { _id: text, text: text + "?", done: false }])
    },
  })
  window.toggle = useMutation({ _name: "tasks:toggle" })
  return <ul>{tasks?.map((task) => <Row key={task._id} task={task} />)}</ul>
}

function watchFrames() {
  const shown = Array.from(document.querySelectorAll("li"), (row) => row.innerText).join()
  if (shown !== window.painted.at(-1)) window.painted.push(shown)
  requestAnimationFrame(watchFrames)
}

window.fill = async (url, count) => {
  const client = new ZerobackClient(url)
  const tasks = Array.from({ length: count }, (_, i) => ({ ...args, text: "task " + i }))
  await Promise.all(tasks.map((task) => client.mutation("tasks:create", task)))
  client.close()
}

window.show = (url) => {
  createRoot(document.querySelector("main")).render(
    <ZerobackProvider client={new ZerobackClient(url)}><Tasks /></ZerobackProvider>,
  )
  watchFrames()
}
`

let backend: Backend
let site: BrowserSite
let context: BrowserContext
let objects = 0

beforeAll(async () => {
  backend = await Backend.start("release")
  site = await BrowserSite.start(PAGE, new URL("../src/", import.meta.url), { production: true })
}, 60_000)

afterAll(async () => {
  await site.stop()
  await backend.stop()
})

beforeEach(async () => {
  context = await site.newContext()
  objects++
})

afterEach(() => context.close())

async function openTab(rows: number): Promise<Page> {
  const page = await context.newPage()
  await page.goto(site.address)
  const url = `ws://${backend.url.host}/plain/t/react${objects}/ws`
  if (rows > 0 && context.pages().length === 1)
    await page.evaluate(([to, count]) => window.fill(to, count), [url, rows] as const)
  await page.evaluate((to) => window.show(to), url)
  await page.waitForFunction((count) => window.isLoaded && document.querySelectorAll("li").length === count, rows)
  return page
}

test("of 1,000 rows on the page, the one that another tab changes is rendered again", async () => {
  const [page, other] = [await openTab(1000), await openTab(1000)]
  const id = await page.evaluate(() => {
    window.rendered = []
    return document.querySelectorAll("li")[500]?.id ?? ""
  })
  await other.evaluate((task) => window.toggle({ id: task }), id)
  await page.waitForFunction((task) => document.getElementById(task)?.innerText === "task 500 done", id)
  expect(await page.evaluate(() => window.rendered)).toEqual([id])
}, 60_000)

test("an optimistic row becomes the real one without a frame that has neither or both", async () => {
  const page = await openTab(0)
  const texts = Array.from({ length: 10 }, (_, i) => `task ${i}`)
  const paints = (rows: string[]) => page.waitForFunction((wanted) => window.painted.at(-1) === wanted, rows.join())
  // Nothing is sent before the guesses have been painted, however busy the machine is.
  await page.evaluate((all) => {
    const { send } = WebSocket.prototype
    const held: (() => void)[] = []
    WebSocket.prototype.send = function (frame) {
      held.push(() => send.call(this, frame))
    }
    window.letGo = () => {
      WebSocket.prototype.send = send
      for (const sendOne of held) sendOne()
    }
    for (const text of all) void window.create({ project: "a", text })
  }, texts)
  await paints(texts.map((text) => `${text}?`))
  await page.evaluate(() => window.letGo())
  await paints(texts)
  const frames = await page.evaluate(() => window.painted)
  expect(frames[0]).toBe("")
  for (const frame of frames.slice(1)) expect(frame.replaceAll("?", "")).toBe(texts.join())
}, 30_000)

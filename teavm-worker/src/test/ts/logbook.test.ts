import { expect, test } from "vitest"
import { Logbook, type ConsoleEntry } from "../../main/ts/host/logbook.js"

/** An entry of a little more than so many bytes. */
const entry = (at: number, bytes: number): ConsoleEntry => ({
  type: "console",
  at,
  level: "log",
  function: "a:b",
  request: "r",
  message: "x".repeat(bytes),
})

const kept = async (book: Logbook) => {
  const text = await new Response(book.read(false)).text()
  const lines = text.split("\n").filter((line) => line !== "")
  return { bytes: text.length, times: lines.map((line) => (JSON.parse(line) as ConsoleEntry).at) }
}

test("of large entries the newest are kept that have a mebibyte together", async () => {
  const book = new Logbook()
  for (let i = 0; i < 30; i++) book.add(entry(i, 100_000))
  const { bytes, times } = await kept(book)
  expect(bytes).toBeLessThan(1 << 20)
  expect(times).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29])

  book.add(entry(30, 2 << 20))
  expect((await kept(book)).times).toEqual([30])
})

test("a follower who does not read is let go, and can read what came until then", async () => {
  const book = new Logbook()
  const [slow, quick] = [book.read(true).getReader(), book.read(true).getReader()]
  const readQuickly = async () => (await quick.read()).value!.length
  expect(await readQuickly()).toBe(1)
  for (let i = 0; i < 50; i++) {
    book.add(entry(i, 100_000))
    expect(await readQuickly()).toBeGreaterThan(100_000)
  }

  let bytes = 0
  for (;;) {
    const { done, value } = await slow.read()
    if (done) break
    bytes += value.length
  }
  expect(bytes).toBeGreaterThan(4_000_000)
  expect(bytes).toBeLessThan(4_400_000)
  expect(book.isFollowed).toBe(true)
  await quick.cancel()
  expect(book.isFollowed).toBe(false)
})

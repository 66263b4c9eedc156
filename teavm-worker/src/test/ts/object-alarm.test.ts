import { afterEach, expect, test, vi } from "vitest"
import { objectAlarm } from "../../main/ts/host/object-alarm.js"
import type { DurableObjectStorage } from "../../main/ts/host/platform.js"
import { TestClock } from "../../main/ts/testing/clock.js"

afterEach(() => vi.restoreAllMocks())

const turn = () => new Promise((resolve) => setTimeout(resolve))

test("an alarm that the platform refuses is logged and set again, unless another time is wanted by then", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const clock = new TestClock(0)
  const asked: (number | null)[] = []
  let refusals = 2
  const ask = async (atMillis: number | null) => {
    asked.push(atMillis)
    if (refusals-- > 0) throw new Error("refused")
  }
  const storage = { setAlarm: ask, deleteAlarm: () => ask(null) } as unknown as DurableObjectStorage
  const set = objectAlarm(storage, clock, { ended: false })

  set(5_000)
  await turn()
  clock.moveTo(1_000)
  await turn()
  expect(asked).toEqual([5_000, 5_000])
  set(null)
  await turn()
  clock.moveTo(10_000)
  await turn()

  expect(asked).toEqual([5_000, 5_000, null])
  expect(log.mock.calls.map(([message]) => String(message))).toEqual(Array(2).fill(expect.stringContaining("alarm")))
})

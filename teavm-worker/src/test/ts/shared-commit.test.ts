import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { SharedCommit } from "../../main/ts/host/shared-commit.js"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Mutations whose handlers have returned, and when each is committed. */
function mutations() {
  const commits = new SharedCommit()
  const log: string[] = []
  return {
    begin: (count: number) => {
      for (let i = 0; i < count; i++) commits.begin()
    },
    returned: async (name: string) => {
      const turn = commits.turn()
      if (turn) await turn
      log.push(name)
      commits.end()
    },
    taken: () => log.splice(0).join(" "),
  }
}

test("a mutation that is alone is committed at once", () => {
  const { begin, returned, taken } = mutations()
  for (const name of ["a", "b"]) {
    begin(1)
    void returned(name)
    expect(taken()).toBe(name)
  }
})

test("those whose handlers return at about the same time are committed in one event, in their order", async () => {
  const { begin, returned, taken } = mutations()
  begin(3)
  for (const name of ["a", "b", "c"]) void returned(name)
  expect(taken()).toBe("")
  await vi.advanceTimersToNextTimerAsync()
  expect(taken()).toBe("a b c")
})

test("the last one waits for nobody", async () => {
  const { begin, returned, taken } = mutations()
  begin(2)
  void returned("a")
  await vi.advanceTimersToNextTimerAsync()
  void returned("b")
  expect(taken()).toBe("a b")
})

test("beside one that takes its time others wait ever more seldom, until they have company again", async () => {
  const { begin, returned, taken } = mutations()
  begin(1)
  let waited = 0
  for (let i = 0; i < 200; i++) {
    begin(1)
    void returned("x")
    if (taken() === "") {
      waited++
      await vi.advanceTimersToNextTimerAsync()
      taken()
    }
  }
  expect(waited).toBeLessThan(12)
  begin(100)
  for (let i = 0; i < 40; i++) void returned("y")
  await vi.advanceTimersToNextTimerAsync()
  taken()
  void returned("z")
  expect(taken()).toBe("")
})

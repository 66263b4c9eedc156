import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { FrameIntake } from "../../main/ts/host/frame-intake.js"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Runs end in a microtask, except those of messages that begin with "wait", which end when told. */
function intakeWithLog() {
  const log: string[] = []
  const ends = new Map<string, () => void>()
  const intake = new FrameIntake({ begin: () => void log.push("["), end: () => void log.push("]") })
  const handle = (message: string) => {
    log.push(`+${message}`)
    if (message === "ack") return undefined
    const run = message.startsWith("wait") ? new Promise<void>((end) => ends.set(message, end)) : Promise.resolve()
    return run.then(() => void log.push(`-${message}`))
  }
  const receive = (...messages: string[]) => {
    for (const message of messages) intake.receive(() => handle(message))
  }
  const close = () => intake.afterwards(() => void log.push("close"))
  const taken = () => log.splice(0).join(" ")
  return { intake, receive, close, taken, end: (message: string) => ends.get(message)!() }
}

/** Lets the event end, and then the next one begin, in which timers go off. */
const nextEvent = async () => {
  await microtasks()
  await vi.advanceTimersToNextTimerAsync()
  await microtasks()
}
const microtasks = async () => {
  for (let i = 0; i < 50; i++) await Promise.resolve()
}

test("a message that comes alone is handled at once", async () => {
  const { receive, taken } = intakeWithLog()
  for (const message of ["a", "b", "c", "d"]) {
    receive(message)
    expect(taken()).toBe(`+${message}`)
    await nextEvent()
    expect(taken()).toBe(`-${message}`)
  }
})

test("those that come before the look for company ends wait for it, then run one after the other", async () => {
  const { receive, taken } = intakeWithLog()
  receive("a", "b", "ack", "c")
  await microtasks()
  expect(taken()).toBe("+a -a")
  await nextEvent()
  expect(taken()).toBe("[ +b -b +ack +c -c ]")
})

test("while they come together the first waits as well; when one is alone again the next does not", async () => {
  const { receive, taken } = intakeWithLog()
  receive("a", "b")
  await nextEvent()
  taken()
  receive("c", "d")
  await microtasks()
  expect(taken()).toBe("")
  await nextEvent()
  expect(taken()).toBe("[ +c -c +d -d ]")
  receive("alone")
  expect(taken()).toBe("")
  await nextEvent()
  expect(taken()).toBe("[ +alone -alone ]")
  receive("e")
  expect(taken()).toBe("+e")
})

test("the longer messages come alone, the rarer are the looks; company makes them frequent again", async () => {
  const { receive } = intakeWithLog()
  const looksAmong = async (messages: number) => {
    let looks = 0
    for (let i = 0; i < messages; i++) {
      receive("alone")
      looks += vi.getTimerCount()
      await nextEvent()
    }
    return looks
  }
  expect(await looksAmong(1 + 2 + 4 + 8 + 16 + 32)).toBe(6)
  expect(await looksAmong(320)).toBe(10)
  while (vi.getTimerCount() === 0) receive("until a look")
  receive("company")
  await nextEvent()
  receive("last of the group")
  await nextEvent()
  expect(await looksAmong(2 + 4)).toBe(2)
})

test("acknowledgements are no company: what comes alone between them is handled at once", async () => {
  const { receive, taken } = intakeWithLog()
  receive("a", "ack", "ack")
  await nextEvent()
  expect(taken()).toBe("+a -a [ +ack +ack ]")
  for (let i = 0; i < 40; i++) {
    receive("b")
    expect(taken()).toBe("+b")
    receive("ack")
    await nextEvent()
    taken()
  }
})

test("no more than 64 wait for the event after: from then on one is handled for each that comes", async () => {
  const { receive, taken } = intakeWithLog()
  receive("direct")
  taken()
  for (let i = 1; i < 64; i++) receive("more")
  expect(taken()).toBe("")
  receive("sixty-fourth")
  expect(taken()).toBe("[ +more")
})

test("an event handles no more than sixteen, and the next one the others", async () => {
  const { receive, taken } = intakeWithLog()
  receive("first", ...Array<string>(20).fill("ack"))
  await nextEvent()
  expect(taken()).toBe(`+first -first [${" +ack".repeat(16)} ]`)
  await nextEvent()
  expect(taken()).toBe(`[${" +ack".repeat(4)} ]`)
})

test("a run that waits for something outside lets the next begin in the next event", async () => {
  const { receive, taken, end } = intakeWithLog()
  receive("a", "wait1", "wait2", "b")
  await nextEvent()
  expect(taken()).toBe("+a -a [ +wait1")
  await nextEvent()
  expect(taken()).toBe("] [ +wait2")
  end("wait1")
  await microtasks()
  expect(taken()).toBe("-wait1")
  await nextEvent()
  expect(taken()).toBe("] [ +b -b ]")
  end("wait2")
  await microtasks()
  expect(taken()).toBe("-wait2")
})

test("a close comes after what its socket sent, at once if nothing waits", async () => {
  const { receive, close, taken } = intakeWithLog()
  receive("a", "b", "c")
  close()
  await nextEvent()
  expect(taken()).toBe("+a -a [ +b -b +c -c close ]")
  close()
  expect(taken()).toBe("close")
})

test("what fails does not keep the others of its group", async () => {
  const { intake, receive, taken } = intakeWithLog()
  const told = vi.spyOn(console, "error").mockReturnValue()
  receive("a", "b")
  intake.afterwards(() => {
    throw new Error("a defect")
  })
  receive("c")
  await nextEvent()
  expect(taken()).toBe("+a -a [ +b -b +c -c ]")
  expect(told).toHaveBeenCalledWith(expect.any(String), new Error("a defect"))
})

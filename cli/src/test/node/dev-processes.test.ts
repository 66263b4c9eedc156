import { execFileSync } from "node:child_process"
import { existsSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { Running, freePort, scaffoldedProject, until, zeroback } from "./zeroback.js"

let folder: string
let dev: Running

beforeEach(async () => {
  folder = scaffoldedProject("processes")
  dev = new Running(folder, ["dev", "--port", String(await freePort())])
  await dev.shows("Ready on")
})

afterEach(async () => {
  dev.signal("SIGKILL")
  await dev.ended
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

interface Process {
  pid: number
  group: number
  command: string
}

/** The processes that `parent` started, directly or not. */
function startedBy(parent: number): Process[] {
  const all = execFileSync("ps", ["-eo", "pid=,ppid=,pgid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, ppid, pgid, command]) => ({
      pid: Number(pid),
      ppid: Number(ppid),
      group: Number(pgid),
      command: command!,
    }))
  const found: Process[] = []
  for (let parents = [parent]; parents.length > 0;) {
    const children = all.filter(({ ppid }) => parents.includes(ppid))
    found.push(...children)
    parents = children.map(({ pid }) => pid)
  }
  return found
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function allEnd(started: Process[]): Promise<void> {
  const left = () => started.filter(({ pid }) => runs(pid)).map(({ command }) => command)
  await until(
    () => left().length === 0,
    () => `the end of ${left().join("\n")}`,
  )
}

async function endsAllOnSignal(signal: NodeJS.Signals): Promise<void> {
  const started = startedBy(dev.pid)
  expect(started.map(({ command }) => command).join("\n")).toMatch(/wrangler(.|\n)*workerd/)
  dev.signal(signal)
  expect(await dev.ended).toBe(signal === "SIGKILL" ? null : 0)
  await allEnd(started)
}

test.each(["SIGTERM", "SIGHUP"] as const)("%s of dev ends all that it started", endsAllOnSignal)

test("a Ctrl-C that npm passes on to those who have it from the terminal is one, and leaves no key behind", async () => {
  const started = startedBy(dev.pid)
  for (let i = 0; i < 3; i++) {
    dev.signal("SIGINT")
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(await dev.ended).toBe(0)
  expect(existsSync(join(folder, ".zeroback/dev.json"))).toBe(false)
  await allEnd(started)
})

test("processes that do not answer are killed", async () => {
  const started = startedBy(dev.pid)
  const wranglers = started.filter(({ group }) => group === started.find(({ pid }) => pid === group)?.pid)
  expect(wranglers.map(({ command }) => command).join("\n")).toMatch(/workerd/)
  for (const { pid } of wranglers) process.kill(pid, "SIGSTOP")
  dev.signal("SIGTERM")
  expect(await dev.ended).toBe(0)
  await allEnd(started)
})

test("a dev that was killed does not keep the next one from starting, one that is stopped does; Ctrl-C ends it", async () => {
  await endsAllOnSignal("SIGKILL")
  expect(existsSync(join(folder, ".zeroback/dev.json"))).toBe(true)
  dev = new Running(folder, ["dev", "--port", String(await freePort())])
  await dev.shows("Ready on")
  dev.signal("SIGSTOP")
  try {
    const second = zeroback(folder, ["dev", "--port", String(await freePort())])
    expect(second.stderr).toMatch(/^"zeroback dev" already runs in this folder \(http:\/\/localhost:\d+\)\. /)
    expect(second.code).toBe(1)
  } finally {
    dev.signal("SIGCONT")
  }
  await endsAllOnSignal("SIGINT")
  expect(existsSync(join(folder, ".zeroback/dev.lock"))).toBe(false)
})

import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { linkPackages, unpack } from "./golden-projects.js"

/** The built CLI, or the one that is to be tested with. */
const program = process.env.ZEROBACK_TEST_CLI ?? join(import.meta.dirname, "../../../dist/zeroback.js")

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the built program to its end. */
export function zeroback(folder: string, args: string[], env: NodeJS.ProcessEnv = {}): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...env },
  })
  return { code: status, stdout, stderr }
}

/** Runs the built program once for each command line: only what is done at once, without anything to wait for. */
export function zerobackEach(folder: string, lines: string[][]): Finished[] {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "many.mjs"), join(program, "../program.js"), JSON.stringify(lines)],
    { cwd: folder, encoding: "utf8" },
  )
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Finished[]
}

/** A command that runs until it is interrupted. */
export class Running {
  output = ""
  /** The part of the output that came over stderr. */
  errors = ""
  private readonly child: ChildProcess
  readonly ended: Promise<number | null>

  constructor(folder: string, args: string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    })
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.output += text))
    }
    this.child.stderr?.on("data", (text: string) => (this.errors += text))
    this.ended = new Promise((resolve) => this.child.on("close", resolve))
  }

  /** Waits until the output contains `text`; fails with the whole output after 90 seconds. */
  async shows(text: string): Promise<void> {
    await until(
      () => this.output.includes(text),
      () => `"${text}" in:\n${this.output}`,
    )
  }

  /** Does what makes the command show something new that matches. */
  async showsNext(pattern: RegExp, act: () => void): Promise<void> {
    const before = this.output.length
    act()
    await until(
      () => pattern.test(this.output.slice(before)),
      () => `${pattern} in:\n${this.output}`,
    )
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error("The command was not started")
    return this.child.pid
  }

  /** Leaves the command without a reader of its stdout, as `| head` does. */
  stopReading(): void {
    this.child.stdout?.destroy()
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name)
  }

  async interrupt(): Promise<number | null> {
    this.signal("SIGINT")
    return this.ended
  }
}

export async function until(condition: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  const end = Date.now() + 90_000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === "string") throw new Error("No port was given")
  return address.port
}

let scaffolded: Map<string, string> | undefined

/** Does what `zeroback init` does, which is run once for all tests of a file. */
export function scaffold(folder: string): void {
  scaffolded ??= filesOfInit()
  unpack({ files: scaffolded }, folder)
}

/** Makes a scaffolded project in a folder of its own. Where it has no TypeScript, no types are checked. */
export function scaffoldedProject(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `zeroback-${name}-`))
  linkPackages(folder)
  scaffold(folder)
  return folder
}

function filesOfInit(): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "zeroback-init-"))
  try {
    const { code, stderr } = zeroback(folder, ["init"])
    if (code !== 0) throw new Error(stderr)
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    return new Map(
      files
        .map((file) => join(file.parentPath, file.name))
        .map((path) => [relative(folder, path), readFileSync(path, "utf8")]),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

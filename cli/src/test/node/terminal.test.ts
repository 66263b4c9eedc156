import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { linkPackages } from "./golden-projects.js"
import { Running, until, zeroback, zerobackEach } from "./zeroback.js"

let folder: string

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "zeroback-terminal-"))))

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Each command with the command line that its help shows. */
const usages: Record<string, string> = {
  init: "init [dir]",
  dev: "dev [functionsDir] [--port <port>]",
  codegen: "codegen [functionsDir]",
  run: "run <function> [jsonArgs] [--url <url>] [--admin-key <key>] [--watch]",
  logs: "logs [--url <url>] [--admin-key <key>]",
  deploy: "deploy [functionsDir] [--dry-run] [--skip-start] [--url <url>] [--admin-key <key>] [-- wranglerArgs...]",
  reset: "reset",
}

describe.each(Object.entries(usages))("%s", (command, usage) => {
  test("--help and --version answer wherever they stand, and do nothing else", () => {
    const help = zeroback(folder, [command, "--help"])
    expect(help).toMatchObject({ code: 0, stderr: "" })
    expect(help.stdout).toContain(`\nUsage: zeroback ${usage}\n`)
    for (const line of help.stdout.split("\n")) expect(line).toMatch(/^(|.{0,119}\S)$/)
    const helps = zerobackEach(folder, [
      ["-h", command],
      ["help", command],
      [command, "a", "b", "c", "d", "-h"],
    ])
    expect(helps).toEqual([help, help, help])
    const version = zeroback(folder, [command, "--version"])
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    const versions = zerobackEach(folder, [["--version"], ["-v", command], [command, "a", "b", "--version"]])
    expect(versions).toEqual([version, version, version])
    expect(readdirSync(folder)).toEqual([])
  })

  test("misuse exits with 2, is said on stderr alone, and does nothing", () => {
    const misuse: [string[], string][] = [
      [["a", "b", "c", "d"], `Write: zeroback ${usage}\n`],
      [["--hlep"], `has no option --hlep. Did you mean "--help"? See: zeroback ${command} --help\n`],
      [["--verison"], 'Did you mean "--version"?'],
    ]
    if (command === "deploy") misuse.push([["-x"], `Wrangler's own stand after "--": zeroback deploy -- -x. See: `])
    else misuse.push([["-x"], `has no option -x. See: zeroback ${command} --help\n`])
    if (command !== "deploy")
      misuse.push([["a:b", "--", "x"].slice(command === "run" ? 0 : 1), 'takes nothing after "--"'])
    for (const option of usage.matchAll(/\[(--[\w-]+)( <\w+>)?\]/g)) {
      const [, name = "", value] = option
      const wrong = value === undefined ? `${name}=false` : name
      misuse.push([[wrong], value === undefined ? `${name} takes no value` : `${name} needs a value: ${name}${value}.`])
      misuse.push([[`${name}y`], `Did you mean "${name}"?`])
    }
    const lines = misuse.map(([args]) => [command, ...args])
    const runs = zerobackEach(folder, lines)
    expect(zeroback(folder, lines[0]!)).toEqual(runs[0])
    for (const [i, [args, message]] of misuse.entries()) {
      const { code, stdout, stderr } = runs[i]!
      expect([args, code, stdout]).toEqual([args, 2, ""])
      expect(stderr).toContain(message)
      expect(stderr.trimEnd().split("\n")).toHaveLength(1)
    }
    expect(readdirSync(folder)).toEqual([])
  })
})

test.each(["codegen", "dev", "deploy"])("%s in an empty folder exits with 1 and names its own way out", (command) => {
  expect(zeroback(folder, [command])).toEqual({
    code: 1,
    stdout: "",
    stderr:
      'There is no folder zeroback. Run "zeroback init" to create one, ' +
      `or name yours: zeroback ${command} <functionsDir>\n`,
  })
})

test.each([[{ NO_COLOR: "1", FORCE_COLOR: undefined }], [{ NO_COLOR: "1", FORCE_COLOR: "1" }]])(
  "with %o, what is printed is plain text in whole lines",
  (env) => {
    linkPackages(folder)
    const runs = [
      ["--help"],
      ["dve"],
      ["init"],
      ["codegen"],
      ["run", "tasks:list", "--url", "http://127.0.0.1:9"],
      ["deploy", "--dry-run"],
      ["reset"],
    ]
    for (const args of runs) {
      const { stdout, stderr } = zeroback(folder, args, env)
      for (const text of [stdout, stderr]) {
        // eslint-disable-next-line no-control-regex -- terminals are controlled by these
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
        expect(text).toMatch(/^$|[^\n]\n$/)
      }
      expect(stderr).not.toContain("Warning")
      expect(stdout + stderr).not.toBe("")
    }
  },
)

test("a long result arrives whole in a pipe", async () => {
  const long = Array.from({ length: 40_000 }, (_, i) => `task ${i}`)
  const server = createServer((_, response) => response.end(JSON.stringify({ result: long })))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  mkdirSync(join(folder, "zeroback"))
  const run = new Running(folder, ["run", "tasks:list", "--url", `http://127.0.0.1:${port}`])
  expect(await run.ended).toBe(0)
  expect(JSON.parse(run.output)).toEqual(long)
  server.close()
})

test("a command whose reader has left ends quietly", async () => {
  const server = createServer((_, response) => {
    const next = setInterval(
      () => response.write(`${JSON.stringify({ at: Date.now(), type: "console", function: "a:b", message: "x" })}\n`),
      10,
    )
    response.on("close", () => clearInterval(next))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const logs = new Running(folder, ["logs", "--url", `http://127.0.0.1:${port}`])
  await until(
    () => logs.output.includes("a:b  [log] x"),
    () => `the log in:\n${logs.output}`,
  )
  logs.stopReading()
  expect(await logs.ended).toBe(0)
  expect(logs.errors).toBe("")
  server.close()
})

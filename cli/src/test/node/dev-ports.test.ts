import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { afterEach, expect, test } from "vitest"
import { Running, freePort, scaffoldedProject, zeroback } from "./zeroback.js"

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function project(): string {
  const folder = scaffoldedProject("ports")
  folders.push(folder)
  return folder
}

test("devs of two projects that start at the same moment both serve, and a third that wants their port is refused", async () => {
  const projects = [project(), project()]
  const ports = [await freePort(), await freePort()]
  const devs = projects.map((folder, i) => new Running(folder, ["dev", "--port", String(ports[i])]))
  try {
    await Promise.all(devs.map((dev) => dev.shows("Ready on")))
    for (const dev of devs) expect(dev.output).not.toContain("already in use")
    const third = zeroback(project(), ["dev", "--port", String(ports[0])])
    expect(third.code).toBe(1)
    expect(third.stderr).toMatch(
      new RegExp(`^Port ${ports[0]} is already in use by workerd \\(process \\d+\\)\\. Stop the program`),
    )
  } finally {
    for (const dev of devs) await dev.interrupt()
  }
})

test("a taken port that the configuration names for debuggers ends dev with who has it", async () => {
  const folder = project()
  const other = createServer()
  const taken = await new Promise<number>((resolve) =>
    other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port)),
  )
  const configuration = join(folder, "wrangler.toml")
  writeFileSync(configuration, `${readFileSync(configuration, "utf8")}\n[dev]\ninspector_port = ${taken}\n`)
  const dev = new Running(folder, ["dev", "--port", String(await freePort())])
  expect(await dev.ended).toBe(1)
  const holder = `Port ${taken} is already in use by .+ \\(process ${process.pid}\\)`
  const advice = "Stop the program that listens on it, or choose another inspector_port in the worker's configuration"
  expect(dev.errors).toMatch(new RegExp(`^${holder}\\. ${advice}\\.\n$`))
  await new Promise((resolve) => other.close(resolve))
})

import { cpSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { freePort } from "../../../scripts/lib/ports.mjs"
import { Program } from "../harness/program.js"
import { benchRoot } from "../harness/workers.js"
import type { Bench, Scenario } from "../scenario.js"

const repository = join(benchRoot, "..")
/** The first start builds what is out of date. */
const PATIENCE_MILLIS = 300_000
/** Starts that are measured, after one that is not. */
const STARTS = 3
const SAVES = 5

/** What a developer waits for: `npm start` when everything is built, and a saved change of a function. */
export const development: Scenario = {
  name: "development",
  title: "npm start again, and from saving to live",
  anyStorage: true,
  oursOnly: true,
  async run(bench) {
    return [
      {
        name: "start-again",
        title: "npm start of the todo example again, to ready",
        unit: "s",
        ours: await starts(bench),
      },
      { name: "save-to-live", title: "from saving a function to its new answer", unit: "s", ours: await saves(bench) },
    ]
  },
}

async function starts(bench: Bench): Promise<number[]> {
  const seconds: number[] = []
  for (let i = 0; i <= STARTS; i++) {
    const env = { ZEROBACK_PORT: String(await freePort()), ZEROBACK_PAGE_PORT: String(await freePort()) }
    const start = performance.now()
    const program = Program.start("npm", ["start"], repository, env)
    try {
      await program.until(() => program.hasPrinted("open it in two tabs"), PATIENCE_MILLIS)
      if (i > 0) seconds.push((performance.now() - start) / 1_000)
    } finally {
      await program.stop()
    }
    bench.progress(`start ${i} of ${STARTS}`)
  }
  return seconds
}

async function saves(bench: Bench): Promise<number[]> {
  // Inside the repository, where its packages are found.
  const folder = join(benchRoot, "dist/todo")
  rmSync(folder, { recursive: true, force: true })
  cpSync(join(repository, "examples/todo"), folder, {
    recursive: true,
    filter: (path) => !/node_modules|\.wrangler/.test(path.slice(repository.length)),
  })
  const save = (version: number) =>
    writeFileSync(
      join(folder, "zeroback/version.ts"),
      `import { query } from "./_generated/server"\nexport const get = query({ args: {}, handler: async () => ${version} })\n`,
    )
  save(0)
  const port = await freePort()
  const program = Program.start(
    "node",
    [join(repository, "cli/dist/zeroback.js"), "dev", "--port", String(port)],
    folder,
    {},
  )
  const seconds: number[] = []
  try {
    await program.until(async () => (await version(port)) === 0, PATIENCE_MILLIS)
    for (let next = 1; next <= SAVES; next++) {
      const start = performance.now()
      save(next)
      await program.until(async () => (await version(port)) === next, PATIENCE_MILLIS)
      seconds.push((performance.now() - start) / 1_000)
      bench.progress(`save ${next} of ${SAVES}`)
    }
  } finally {
    await program.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return seconds
}

/** What the function answers; undefined while nobody does. */
async function version(port: number): Promise<unknown> {
  const call = { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"fn":"version:get"}' }
  const answer = await fetch(`http://127.0.0.1:${port}/query`, call).catch(() => undefined)
  return answer?.ok ? ((await answer.json()) as { result: unknown }).result : undefined
}

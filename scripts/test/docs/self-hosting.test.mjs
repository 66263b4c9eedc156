// docs/self-hosting.md, done: its app bundled, its configuration served by workerd.
import assert from "node:assert/strict"
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { read } from "../../lib/docs/pages.mjs"
import { freePort } from "../../lib/ports.mjs"
import { repository } from "../../lib/process.mjs"
import { samplesOf, writeProject } from "../../lib/samples.mjs"
import { until } from "../until.mjs"

const PAGE = "docs/self-hosting.md"
const KEY = "a-key-for-the-test"
const project = join(repository, ".build/self-hosting")
const server = join(project, "server")
let port, running

before(async () => {
  writeProject(project, samplesOf(join(repository, PAGE)))
  cpSync(join(repository, "wrangler-template"), project, {
    recursive: true,
    filter: (path) => !path.includes(join("wrangler-template", "zeroback")),
  })
  const bundled = spawnSync(process.execPath, [join(repository, "cli/dist/zeroback.js"), "deploy", "--dry-run"], {
    cwd: project,
    encoding: "utf8",
  })
  assert.equal(bundled.status, 0, bundled.stdout + bundled.stderr)
  mkdirSync(join(server, "data"), { recursive: true })
  copyFileSync(join(project, ".wrangler/bundle/entry.js"), join(server, "entry.js"))
  const [, configuration] = /^```capnp\n# server\/zeroback\.capnp\n([\s\S]*?)^```$/m.exec(read(PAGE))
  writeFileSync(join(server, "zeroback.capnp"), configuration)
  port = await freePort()
})

after(async () => {
  await stop("SIGKILL")
  rmSync(project, { recursive: true, force: true, maxRetries: 10 })
})

test("answers, and applies a mutation", async () => {
  await serve()
  assert.equal(await (await fetch(`${address()}/health`)).text(), "OK")
  await admin("notes:add", { text: "first" })
  assert.deepEqual(await notes(), ["first"])
})

test("keeps data and jobs through a crash", async () => {
  await admin("notes:addLater", { text: "later", delayMs: 1_000 })
  await stop("SIGKILL")
  await serve()
  assert.deepEqual((await notes())[0], "first")
  await until(
    async () => (await notes()).length === 2,
    () => "the job",
    20_000,
  )
  assert.deepEqual(await notes(), ["first", "later"])
})

test("a copied folder is a backup", async () => {
  await stop("SIGTERM")
  cpSync(join(server, "data"), join(server, "copy"), { recursive: true })
  rmSync(join(server, "data"), { recursive: true })
  cpSync(join(server, "copy"), join(server, "data"), { recursive: true })
  await serve()
  assert.deepEqual(await notes(), ["first", "later"])
})

test("is closed to those without the key", async () => {
  const answer = await post("/__admin/run", { fn: "notes:list", args: {} }, { authorization: "Bearer wrong" })
  assert.equal(answer.status, 404)
})

const address = () => `http://127.0.0.1:${port}`

async function serve() {
  const workerd = join(repository, "node_modules/workerd/bin/workerd")
  running = spawn(workerd, ["serve", "zeroback.capnp", "--socket-addr", `http=127.0.0.1:${port}`], {
    cwd: server,
    env: { ...process.env, ZEROBACK_ADMIN_KEY: KEY },
    stdio: ["ignore", "ignore", "inherit"],
  })
  await until(
    async () => (await fetch(`${address()}/health`).catch(() => null))?.ok,
    () => "the start",
    20_000,
  )
}

async function stop(signal) {
  if (running === undefined) return
  const ended = once(running, "exit")
  running.kill(signal)
  await ended
  running = undefined
}

function post(path, body, headers = {}) {
  return fetch(address() + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
}

async function admin(fn, args) {
  const answer = await post("/__admin/run", { fn, args }, { authorization: `Bearer ${KEY}` })
  assert.equal(answer.status, 200, await answer.clone().text())
}

async function notes() {
  const answer = await post("/query", { fn: "notes:list", args: {} })
  assert.equal(answer.status, 200, await answer.clone().text())
  return (await answer.json()).result.map((note) => note.text)
}

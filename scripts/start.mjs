// `npm start`, or `npm start -- chat`: builds what is out of date and runs an example against a local Durable Object.
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { buildAll } from "./lib/build-steps.mjs"
import { accepts } from "./lib/ports.mjs"
import { end, isEnding, repository, start } from "./lib/process.mjs"
import { requireNode } from "./lib/tools.mjs"

const backendPort = portOf("ZEROBACK_PORT", "the backend", 8788)
const pagePort = portOf("ZEROBACK_PAGE_PORT", "the page", 5173)
const name = process.argv[2] ?? "todo"
const example = join(repository, "examples", name)
const PATIENCE_MILLIS = 60_000

requireExample()
requireNode()
await requireFree(backendPort, "the backend", "ZEROBACK_PORT")
await requireFree(pagePort, "the page", "ZEROBACK_PAGE_PORT")
await buildAll()

service("backend", join(repository, "cli/dist/zeroback.js"), ["dev", "--port", String(backendPort)])
service(
  "page",
  join(repository, "node_modules/vite/bin/vite.js"),
  ["--port", String(pagePort), "--strictPort", "--host", "127.0.0.1"],
  { VITE_ZEROBACK_URL: `ws://127.0.0.1:${backendPort}/ws` },
)
await answers("backend", `http://127.0.0.1:${backendPort}/health`)
await answers("page", `http://127.0.0.1:${pagePort}/`)
console.log(`
  Backend  http://127.0.0.1:${backendPort}
  Page     http://127.0.0.1:${pagePort}   open it in two tabs

Ctrl-C ends both.`)

/** Starts a Node program in the example's folder; when it ends, everything ends. */
function service(name, program, args, env = {}) {
  const child = start(process.execPath, [program, ...args], {
    cwd: example,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const relay = (chunk) => {
    for (const line of chunk.toString().trimEnd().split("\n")) console.log(`[${name}] ${line}`)
  }
  child.stdout.on("data", relay)
  child.stderr.on("data", relay)
  child.on("exit", (code) => {
    if (isEnding()) return
    console.error(`The ${name} has ended (exit code ${code ?? "none"}); see its last lines above.`)
    void end(1)
  })
}

/** The port that the environment gives, else the usual one. */
function portOf(variable, what, usual) {
  const given = process.env[variable] ?? String(usual)
  const port = Number(given)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  console.error(`${variable} is "${given}"; give a port for ${what}, a whole number from 1 to 65535.`)
  process.exit(1)
}

function requireExample() {
  const examples = readdirSync(join(repository, "examples"))
  if (!examples.includes(name)) {
    console.error(`There is no example "${name}". Run one of: ${examples.join(", ")}; for example npm start -- chat.`)
    process.exit(1)
  }
}

async function requireFree(port, what, variable) {
  if (await accepts(port)) {
    console.error(
      `Port ${port}, which ${what} needs, is in use: end the program that holds it, or set ${variable} to another port.`,
    )
    process.exit(1)
  }
}

/** Waits until `url` answers; for ever, when everything ends before. */
async function answers(name, url) {
  const deadline = Date.now() + PATIENCE_MILLIS
  while (!isEnding()) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    if (Date.now() > deadline) {
      console.error(`The ${name} did not answer at ${url} within ${PATIENCE_MILLIS / 1000} s; see its lines above.`)
      break
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await end(1)
}

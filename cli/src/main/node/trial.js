// Starts a Worker once, as Wrangler would upload it, on a database that is thrown away and without a network. Prints what
// keeps it from starting; its exit code says whether anything does. No job runs: the object's alarms do nothing.
import { existsSync, readFileSync, realpathSync } from "node:fs"
import { createRequire, SourceMap } from "node:module"
import { parseEnv } from "node:util"

const STARTS = 0
const FAILS = 2
const UNKNOWN = 1
const MOST_MILLIS = 30_000

const TRIAL = "zeroback-trial.mjs"
const MODULE_TYPES = {
  "application/javascript+module": "ESModule",
  "application/javascript": "CommonJS",
  "application/wasm": "CompiledWasm",
  "text/plain": "Text",
  "application/octet-stream": "Data",
}

const [wrangler, uploadPath] = process.argv.splice(2)
// From version 5 on, Miniflare takes options of another shape, and turns those of version 4 into it.
const {
  Miniflare,
  Response: Answer,
  convertV4MiniflareOptions: asTaken = (options) => options,
} = createRequire(realpathSync(wrangler))("miniflare")

const upload = readFileSync(uploadPath)
const boundary = upload.subarray(2, upload.indexOf("\r\n")).toString()
const form = await new Response(upload, {
  headers: { "Content-Type": `multipart/form-data; boundary=${boundary}` },
}).formData()
const metadata = JSON.parse(form.get("metadata"))
const { main_module: main, bindings = [], compatibility_date, compatibility_flags } = metadata
const namesOf = (type) => bindings.filter((binding) => binding.type === type).map(({ name }) => name)
const classes = bindings.filter(({ type, script_name }) => type === "durable_object_namespace" && !script_name)
const object = classes.find(({ name }) => name === "ZEROBACK_DO") ?? (classes.length === 1 ? classes[0] : undefined)

const modules = []
const maps = new Map()
for (const [name, part] of form) {
  if (typeof part === "string") continue
  const type = MODULE_TYPES[part.type.split(";")[0]]
  if (type !== undefined) modules.push({ type, path: name, contents: new Uint8Array(await part.arrayBuffer()) })
  else if (name.endsWith(".map")) maps.set(name.slice(0, -".map".length), new SourceMap(JSON.parse(await part.text())))
}

/** Serves nothing but the object's state; of the app's own exports only the object's class is another one. */
function trialModule() {
  const app = JSON.stringify(`./${main}`)
  if (object === undefined) return `export * from ${app}\nexport default { fetch: () => new Response() }`
  const exported = JSON.stringify(object.class_name)
  return `import * as app from ${app}
export * from ${app}
class Trial extends app[${exported}] { alarm() {} }
export { Trial as ${exported} }
export default { async fetch(request, env) {
  const objects = env[${JSON.stringify(object.name)}]
  try { return await objects.get(objects.idFromName("default")).fetch(request) }
  catch (error) { return Response.json({ error: String(error?.stack ?? error) }, { status: 503 }) }
} }`
}

/** What the deployed Worker has as secrets, as far as they are known here. */
function localVariables() {
  const path = [".dev.vars", ".env"].find((each) => existsSync(each))
  return path === undefined ? {} : parseEnv(readFileSync(path, "utf8"))
}

function variables() {
  const values = {}
  for (const { type, name, text, json } of bindings) {
    if (type === "plain_text" || type === "secret_text") values[name] = text
    else if (type === "json") values[name] = json
  }
  return { ...values, ...localVariables(), ZEROBACK_DEV: "true" }
}

/** Replaces places in the bundle by places in the sources that it was made of. */
function mapped(text) {
  return text.replace(/([\w./-]+\.m?js):(\d+):(\d+)/g, (place, file, line, column) => {
    const found = maps.get(file.replace(/^(\.\/|file:\/\/\/)/, ""))?.findEntry(Number(line) - 1, Number(column) - 1)
    if (found?.originalSource === undefined) return place
    const source = found.originalSource.replace(/^(\.\.\/)+/, "")
    return `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`
  })
}

/** What workerd says of the user's code, without its words about itself. */
function failure() {
  const start = /.*?service core:user:[^:]*: /
  const message = said.find((each) => start.test(each))
  return message && mapped(message.replace(start, "").trimEnd())
}

const said = []
const miniflare = new Miniflare(
  asTaken({
    cf: false,
    modules: [{ type: "ESModule", path: TRIAL, contents: trialModule() }, ...modules],
    compatibilityDate: compatibility_date,
    compatibilityFlags: compatibility_flags,
    bindings: variables(),
    durableObjects: Object.fromEntries(
      classes.map((each) => [each.name, { className: each.class_name, useSQLite: true }]),
    ),
    r2Buckets: namesOf("r2_bucket"),
    kvNamespaces: namesOf("kv_namespace"),
    d1Databases: namesOf("d1"),
    outboundService: () => new Answer("There is no network while the Worker is tried out.", { status: 503 }),
    handleStructuredLogs({ message }) {
      said.push(message)
    },
  }),
)

function end(code, message) {
  if (message !== undefined) console.log(message)
  process.exitCode = code
}

const late = setTimeout(() => {
  console.log(`It did not answer within ${MOST_MILLIS / 1000} seconds.`)
  process.exit(UNKNOWN)
}, MOST_MILLIS)
try {
  const answer = await miniflare.dispatchFetch("http://localhost/health")
  if (answer.status === 503) end(FAILS, mapped((await answer.json()).error))
  else end(STARTS)
} catch (error) {
  const why = failure()
  if (why !== undefined) end(FAILS, why)
  else end(UNKNOWN, [error.message, ...said].join("\n").trimEnd())
}
await miniflare.dispose().catch(() => undefined)
clearTimeout(late)

// Runs the samples of the documentation: each page's app starts on the real engine, each of its functions is called
// with arguments that its validators take, and a week of its jobs and crons goes by.
import { existsSync } from "node:fs"
import { join } from "node:path"
import { ZerobackError } from "@zeroback/server"
import { testBackend } from "@zeroback/server/testing"
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"

const folder = process.env.ZEROBACK_SAMPLES
const manifest = (page) => join(folder, page, "zeroback/_generated/manifest.ts")
const pages = process.env.ZEROBACK_SAMPLE_PAGES.split(",").filter((page) => existsSync(manifest(page)))
const WEEK = 7 * 86_400_000

vi.mock("cloudflare:workers", () => ({ env: { MAIL_KEY: "test" } }))

beforeEach(() => {
  // Samples send mail and ask other services.
  vi.stubGlobal("fetch", async () => Response.json({ ok: true }))
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe.each(pages)("%s", (page) => {
  test("starts, and its functions do what they say or refuse it by a code", async () => {
    const app = await import(manifest(page))
    const backend = await testBackend(app, { env: { ZEROBACK_URL: "https://app.example" } })
    try {
      const failures = vi.spyOn(console, "error")
      for (const kind of ["mutation", "query", "action"]) {
        for (const [name, fn] of Object.entries(app.functions)) {
          if (fn.kind !== kind) continue
          const args = {}
          for (const [field, type] of Object.entries(fn.args)) {
            const value = await valueOf(type, (body) => backend.run(body), app.schema)
            if (value !== undefined) args[field] = value
          }
          const outcome = await backend[kind]({ _name: name }, args).catch((error) => error)
          if (outcome instanceof Error) expect([name, outcome]).toEqual([name, expect.any(ZerobackError)])
          // What is no ZerobackError in the sample is one of this code to its caller; but so says .unique(), and so do files, of
          // which there are none in tests.
          const isDefect =
            outcome?.code === "execution_error" && !/^(Expected exactly one|File storage)/.test(outcome.message)
          expect(isDefect ? `${name}(${JSON.stringify(args)}): ${outcome.message}` : "works").toBe("works")
        }
      }
      await backend.advance(WEEK)
      expect(failures.mock.calls).toEqual([])
    } finally {
      backend.close()
    }
  })
})

/** A value that a validator takes; of an id that of a document made for it. */
async function valueOf(type, run, schema) {
  switch (type.type) {
    case "string":
      return "sample"
    case "number":
    case "float64":
      return 1
    case "int64":
      return 1n
    case "boolean":
      return true
    case "null":
      return null
    case "bytes":
      return new ArrayBuffer(1)
    case "id":
      return await newDocument(type.table, run, schema)
    case "array":
      return [await valueOf(type.element, run, schema)]
    case "object":
      return await objectOf(type.fields, run, schema)
    case "optional":
      return type.inner.type === "string" ? undefined : await valueOf(type.inner, run, schema)
    case "literal":
      return type.value
    case "union":
      return await valueOf(type.members.at(-1), run, schema)
    default:
      return {}
  }
}

async function objectOf(fields, run, schema) {
  const object = {}
  for (const [name, type] of Object.entries(fields)) {
    const value = await valueOf(type, run, schema)
    if (value !== undefined) object[name] = value
  }
  return object
}

async function newDocument(table, run, schema) {
  const fields = await objectOf(schema.tables[table].fields, run, schema)
  return await run((ctx) => ctx.db.insert(table, fields))
}

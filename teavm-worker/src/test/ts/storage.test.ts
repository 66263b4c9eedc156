import { createHash } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"

let backend: Backend
let tenants = 0

beforeAll(async () => {
  backend = await Backend.start("strict", { ZEROBACK_ADMIN_KEY: "key" })
})
afterAll(() => backend.stop())

const fresh = (app = "plain") => `/${app}/t/files${++tenants}`

async function run(base: string, fn: string, args: object = {}): Promise<any> {
  const { status, body } = await backend.post(`${base}/__admin/run`, { fn, args }, { Authorization: "Bearer key" })
  if (status !== 200) throw new Error(body.code)
  return body.result
}

/** The part of an address behind the app's name, which the test's Worker adds before it. */
const local = (base: string, url: string) =>
  base.slice(0, base.indexOf("/", 1)) + new URL(url).pathname + new URL(url).search

const upload = async (base: string, url: string, body: BodyInit, type = "text/plain") => {
  const response = await backend.fetch(local(base, url), { method: "PUT", body, headers: { "Content-Type": type } })
  return { status: response.status, body: (await response.json()) as any }
}

async function stored(base: string, content: BodyInit = "hello world", type?: string): Promise<string> {
  const { body } = await upload(base, await run(base, "files:uploadUrl"), content, type)
  return body.storageId as string
}

const download = (base: string, storageId: string, headers: Record<string, string> = {}, method = "GET") =>
  backend.fetch(`${base}/storage/${storageId}`, { headers, method })

describe("an upload", () => {
  test("is kept whole, hashed, and known to queries", async () => {
    const base = fresh()
    const content = new Uint8Array(3_000_000).map((_, i) => (i * 7) % 251)
    const storageId = await stored(base, content, "application/pdf")
    expect(storageId).toMatch(/^_storage\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(await run(base, "files:metadata", { storageId })).toEqual({
      storageId,
      sha256: createHash("sha256").update(content).digest("hex"),
      contentType: "application/pdf",
      size: content.length,
    })
    const response = await backend.fetch(local(base, await run(base, "files:url", { storageId })))
    expect(response.headers.get("Content-Type")).toBe("application/pdf")
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(content))).toBe(true)
  })

  test("may be empty", async () => {
    const base = fresh()
    const storageId = await stored(base, "")
    const response = await download(base, storageId)
    expect([response.status, await response.text()]).toEqual([200, ""])
  })

  test("tells the queries that wait for it", async () => {
    const base = fresh()
    const { storageId } = await run(base, "files:store", { text: "x", type: "text/plain" })
    const socket = await backend.connect(`${base}/ws`)
    const asked = { type: "query", id: "q", fn: "files:url", args: { storageId } }
    expect(await socket.ask(asked)).toMatchObject({ result: expect.stringContaining(storageId) })
    await run(base, "files:remove", { storageId })
    expect(await socket.next()).toMatchObject({ type: "update", id: "q", result: null })
  })

  test("takes a token that is right, and once", async () => {
    const base = fresh()
    const url: string = await run(base, "files:uploadUrl")
    expect(await upload(base, url, "one")).toMatchObject({ status: 200 })
    expect(await upload(base, url, "two")).toMatchObject({ status: 403, body: { code: "forbidden" } })
    const unused: string = await run(base, "files:uploadUrl")
    const forged = unused.slice(0, -1) + (unused.endsWith("0") ? "1" : "0")
    expect(await upload(base, forged, "x")).toMatchObject({ status: 403 })
    expect(await upload(base, unused.replace(/token=.*/, "token=%00"), "x")).toMatchObject({ status: 403 })
    expect(await upload(base, unused.replace(/\?.*/, ""), "x")).toMatchObject({ status: 400 })
    expect(await upload(fresh(), unused.replace(/\/t\/[^/]+/, `/t/files${tenants}`), "x")).toMatchObject({
      status: 403,
    })
    expect(await upload(base, unused, "x")).toMatchObject({ status: 200 })
  })

  test("takes a token once when two use it at the same time", async () => {
    const base = fresh()
    const url: string = await run(base, "files:uploadUrl")
    const answers = await Promise.all(["a", "b", "c"].map((text) => upload(base, url, text)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403])
  })

  test("has a token that survives eviction", async () => {
    const base = fresh()
    const url: string = await run(base, "files:uploadUrl")
    await backend.evict("ZerobackDO", base)
    expect(await upload(base, url, "late")).toMatchObject({ status: 200 })
  })

  test("has a token for an hour", async () => {
    const base = fresh()
    const inTime: string = await run(base, "files:uploadUrl")
    const tooLate: string = await run(base, "files:uploadUrl")
    await run(base, "files:moveClock", { millis: 3_540_000 })
    expect(await upload(base, inTime, "in time")).toMatchObject({ status: 200 })
    await run(base, "files:moveClock", { millis: 3_601_000 })
    expect(await upload(base, tooLate, "late")).toMatchObject({
      status: 403,
      body: { error: expect.stringContaining("expired") },
    })
    await run(base, "files:moveClock", { millis: 0 })
  })

  test("has no token when the mutation that made it failed", async () => {
    const base = fresh()
    await expect(run(base, "files:uploadUrlThenFail")).rejects.toThrow("execution_error")
    expect(await upload(base, await run(base, "files:keptUrl"), "x")).toMatchObject({ status: 403 })
  })

  test("without a length is kept whole up to 16 MiB, and refused beyond", async () => {
    const base = fresh()
    const unmeasured = async (bytes: number) => {
      const url: string = await run(base, "files:uploadUrl")
      const body = new Blob([new Uint8Array(bytes)]).stream()
      return await backend.fetch(local(base, url), { method: "PUT", body, duplex: "half" } as RequestInit)
    }
    const kept = await unmeasured(100_000)
    const { storageId } = (await kept.json()) as { storageId: string }
    expect(await run(base, "files:metadata", { storageId })).toMatchObject({
      size: 100_000,
      sha256: createHash("sha256").update(new Uint8Array(100_000)).digest("hex"),
    })
    // A refusal before the body has been sent can close the connection under its sender.
    await expect.poll(async () => (await unmeasured((16 << 20) + 1)).status).toBe(413)
  })
})

describe("a download", () => {
  test("is answered 304 to who has it, and in parts", async () => {
    const base = fresh()
    const storageId = await stored(base)
    const whole = await download(base, storageId)
    const etag = whole.headers.get("ETag")!
    expect([whole.status, await whole.text()]).toEqual([200, "hello world"])
    expect((await download(base, storageId, { "If-None-Match": `"other", W/${etag}` })).status).toBe(304)
    expect((await download(base, storageId, { "If-None-Match": "*" })).status).toBe(304)
    const part = async (headers: Record<string, string>) => {
      const response = await download(base, storageId, headers)
      return [response.status, response.headers.get("Content-Range"), await response.text()]
    }
    expect(await part({ Range: "bytes=0-4" })).toEqual([206, "bytes 0-4/11", "hello"])
    expect(await part({ Range: "bytes=6-" })).toEqual([206, "bytes 6-10/11", "world"])
    expect(await part({ Range: "bytes=-3" })).toEqual([206, "bytes 8-10/11", "rld"])
    expect(await part({ Range: "bytes=6-99" })).toEqual([206, "bytes 6-10/11", "world"])
    expect(await part({ Range: "bytes=11-" })).toEqual([416, "bytes */11", ""])
    expect(await part({ Range: "bytes=-0" })).toEqual([416, "bytes */11", ""])
    for (const ignored of ["bytes=4-2", "bytes=0-1,3-4", "bytes=-", "lines=1-2"]) {
      expect(await part({ Range: ignored }), ignored).toEqual([200, null, "hello world"])
    }
    expect((await part({ Range: "bytes=0-4", "If-Range": etag }))[0]).toBe(206)
    expect((await part({ Range: "bytes=0-4", "If-Range": '"other"' }))[0]).toBe(200)
    for (const headers of [{}, { Range: "bytes=0-4" }, { Range: "bytes=11-" }] as Record<string, string>[]) {
      const head = await download(base, storageId, headers, "HEAD")
      expect([head.status, head.headers.get("Content-Length"), await head.text()]).toEqual([200, "11", ""])
    }
  })

  test.each([
    ["text/html", "text/html", "attachment"],
    ["image/svg+xml", "image/svg+xml", "attachment"],
    ["image/SVG+XML", "image/SVG+XML", "attachment"],
    ["image/Svg", "image/Svg", "attachment"],
    ["image/any+xml", "image/any+xml", "attachment"],
    ["audio/any+XML", "audio/any+XML", "attachment"],
    ["IMAGE/PNG", "IMAGE/PNG", "inline"],
    ["image/png", "image/png", "inline"],
    ["text/plain; charset=utf-8", "text/plain; charset=utf-8", "inline"],
    ["no type", "application/octet-stream", "attachment"],
  ])("of %s runs nothing in a browser", async (type, contentType, disposition) => {
    const base = fresh()
    const { headers } = await download(base, await stored(base, "<script>alert(1)</script>", type))
    expect(headers.get("Content-Type")).toBe(contentType)
    expect(headers.get("Content-Disposition")).toBe(disposition)
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff")
    expect(headers.get("Content-Security-Policy")).toMatch(/^sandbox/)
    expect(headers.get("Access-Control-Allow-Origin")).toBe("*")
  })

  test("of sound lets the page load it that a browser makes of its address", async () => {
    const base = fresh()
    const { headers } = await download(base, await stored(base, "RIFF", "audio/wav"))
    // The page is of no origin, since it is sandboxed, and names none but the address's own.
    expect(headers.get("Content-Security-Policy")).toContain("; media-src 'self'")
    expect(headers.get("Access-Control-Allow-Origin")).toBe("*")
  })

  test("of a file of another tenant, a deleted or an invented one is 404", async () => {
    const [base, other] = [fresh(), fresh()]
    const storageId = await stored(base)
    expect((await download(other, storageId)).status).toBe(404)
    expect((await download(base, storageId.replace("_storage/", ""))).status).toBe(404)
    expect((await download(base, `${storageId}/..`)).status).toBe(404)
    await expect(run(base, "files:removeThenFail", { storageId })).rejects.toThrow("execution_error")
    expect((await download(base, storageId)).status).toBe(200)
    await run(base, "files:remove", { storageId })
    expect((await download(base, storageId)).status).toBe(404)
    await expect(run(base, "files:remove", { storageId })).rejects.toThrow("not_found")
  })

  test("is allowed to pages of any origin, uploads too", async () => {
    for (const [path, methods] of [
      ["upload", "PUT, POST, OPTIONS"],
      ["_storage/x", "GET, HEAD, OPTIONS"],
    ]) {
      const { status, headers } = await backend.fetch(`${fresh()}/storage/${path}`, { method: "OPTIONS" })
      expect([status, headers.get("Access-Control-Allow-Methods")]).toEqual([204, methods])
    }
    expect((await backend.fetch(`${fresh()}/storage/upload?token=x`)).status).toBe(405)
  })
})

test("the content of a deleted file leaves the bucket", async () => {
  const base = fresh()
  const storageId = await stored(base)
  expect(await backend.isStored(storageId)).toBe(true)
  await run(base, "files:remove", { storageId })
  await expect.poll(() => backend.isStored(storageId), { timeout: 4_000 }).toBe(false)
})

test("the content of files leaves the bucket whose deletion commits late", async () => {
  const base = fresh()
  const storageId = await stored(base)
  await run(base, "files:removeSlowly", { storageIds: [storageId], millis: 1_200 })
  await expect.poll(() => backend.isStored(storageId), { timeout: 3_000 }).toBe(false)
})

test.each(["plain", "limited"])(
  "the content of all deleted files of the app %s leaves the bucket",
  { timeout: 15_000 },
  async (app) => {
    const base = fresh(app)
    // More than are removed at a time, and no more than one mutation may write.
    const [count, each] = app === "plain" ? [101, 101] : [12, 4]
    const storageIds: string[] = await run(base, "files:storeMany", { count })
    for (let i = 0; i < count; i += each) {
      await run(base, "files:removeSlowly", { storageIds: storageIds.slice(i, i + each), millis: 0 })
    }
    await expect.poll(() => backend.isStored(...storageIds), { timeout: 4_000 }).toBe(false)
  },
)

test("the content of a deleted file leaves the bucket after the bucket has failed", async () => {
  const base = fresh("moody")
  const { storageId } = await run(base, "files:store", { text: "x", type: "text/plain" })
  await run(base, "files:remove", { storageId })
  await expect.poll(() => backend.isStored(storageId), { timeout: 4_000 }).toBe(false)
})

test("content that the bucket refuses unread is refused at once, as nobody's fault but the bucket's", async () => {
  const base = fresh("moody")
  for (const content of ["x", new Uint8Array(3_000_000)]) {
    const { status, body } = await upload(base, await run(base, "files:uploadUrl"), content, "audio/moody")
    expect([status, body.code]).toEqual([503, "unavailable"])
  }
  await expect(run(base, "files:store", { text: "x", type: "audio/moody" })).rejects.toThrow("unavailable")
  expect(await upload(base, await run(base, "files:uploadUrl"), "x")).toMatchObject({ status: 200 })
})

test("an action stores a blob", async () => {
  const base = fresh()
  const { storageId, url, metadata } = await run(base, "files:store", { text: "blob", type: "text/plain" })
  expect(metadata).toMatchObject({ storageId, size: 4, contentType: "text/plain" })
  expect(await (await backend.fetch(local(base, url))).text()).toBe("blob")
})

test("the runtime's tables and functions are out of an app's reach", async () => {
  const base = fresh()
  await stored(base)
  const refusals = await run(base, "files:trespass", { id: "_storage:01ARZ3NDEKTSV4RRFFQ69G5FAV" })
  expect(refusals).toEqual(Array(10).fill("bad_request"))
  const socket = await backend.connect(`${base}/ws`)
  const grant = { type: "mutation", id: "m", fn: "_storage:grant", args: {} }
  expect(await socket.ask(grant)).toMatchObject({ type: "error", code: "forbidden" })
})

test("without a bucket every use says what is missing", async () => {
  const base = fresh("bucketless")
  const socket = await backend.connect(`${base}/ws`)
  const message = expect.stringContaining("ZEROBACK_STORAGE")
  const asked = { type: "mutation", id: "m", fn: "files:uploadUrl", args: {} }
  // Not `unavailable`: clients would ask again for a query, and the scheduler would run a mutation again, for ever.
  const code = "execution_error"
  expect(await socket.ask(asked)).toMatchObject({ type: "error", code, message })
  const watched = { type: "query", id: "q", fn: "files:url", args: { storageId: "_storage/x" } }
  expect(await socket.ask(watched)).toMatchObject({ type: "error", code, message })
  const answer = await download(base, "_storage/x")
  expect([answer.status, await answer.json()]).toEqual([500, { error: message, code }])
})

test("addresses begin with ZEROBACK_URL where it is set, and keep the tenant's path", async () => {
  const configured = await Backend.start("release", {
    ZEROBACK_ADMIN_KEY: "key",
    ZEROBACK_URL: "wss://api.example.com/ws",
  })
  try {
    const ask = async (path: string) => {
      const call = { fn: "files:uploadUrl" }
      const { body } = await configured.post(`${path}/__admin/run`, call, { Authorization: "Bearer key" })
      return body.result as string
    }
    expect(await ask("/plain/t/one")).toMatch(/^https:\/\/api\.example\.com\/t\/one\/storage\/upload\?token=/)
    expect(await ask("/plain")).toMatch(/^https:\/\/api\.example\.com\/storage\/upload\?token=/)
  } finally {
    await configured.stop()
  }
})

test.each(["hello", null, { $bytes: "AAA=" }])("an action that stores %j is told to give a Blob", async (content) => {
  const { status, body } = await backend.post(
    `${fresh()}/__admin/run`,
    { fn: "files:storeOther", args: { content } },
    { Authorization: "Bearer key" },
  )
  expect([status, body.code]).toEqual([400, "bad_request"])
  expect(body.error).toContain("ctx.storage.store() takes a Blob, such as new Blob([content]")
})

test("a mutation that stores content is told where that can be done", async () => {
  const dev = await Backend.start("strict", { ZEROBACK_DEV: "true" })
  try {
    const { body } = await dev.post(`${fresh()}/__admin/run`, { fn: "files:storeInMutation", args: {} })
    expect(body.error).toContain("ctx.storage.store() is for actions and routes.")
  } finally {
    await dev.stop()
  }
})

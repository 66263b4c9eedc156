import { ZerobackError } from "@zeroback/values"
import { corsPreflight, readableAnywhere } from "./cors.js"
import type { FileRecord } from "./file-records.js"
import type { Files } from "./files.js"
import { bucketMissing } from "./files.js"
import { badRequest, errorAnswer, failureAnswer, methodNotAllowed, notFound } from "./http-answer.js"

const PREFIX = "/storage/"
const UPLOAD = "/storage/upload"

/** Bodies that come without a length are read whole, up to this size: the bucket has to be told one. */
const MOST_UNMEASURED_BYTES = 16 << 20

/**
 * Types that a browser shows without running anything in them; everything else is offered for saving. Whatever ends in
 * `+xml` is XML to a browser, which runs the scripts in it; types are the same in upper and lower case.
 */
const SHOWN = /^(?!.*xml)(image\/(?!svg)|audio\/|video\/|text\/plain|application\/pdf)/i

/** Answers `/storage/...`: uploads with a token, downloads by whoever knows the storage id. */
export async function answerStorage(request: Request, files: Files | undefined): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  const { method } = request
  const methods = pathname === UPLOAD ? "PUT, POST, OPTIONS" : "GET, HEAD, OPTIONS"
  if (method === "OPTIONS") return corsPreflight(methods)
  if (!methods.split(", ").includes(method)) return readableAnywhere(methodNotAllowed(methods))
  try {
    if (!files) throw bucketMissing()
    const answer =
      pathname === UPLOAD
        ? await upload(request, searchParams.get("token"), files)
        : await download(request, pathname.slice(PREFIX.length), files)
    return readableAnywhere(answer)
  } catch (failure) {
    return readableAnywhere(failureAnswer(failure))
  }
}

async function upload(request: Request, token: string | null, files: Files): Promise<Response> {
  if (!token) return badRequest("The address has no token; take it from generateUploadUrl() as it is.")
  const length = request.headers.get("Content-Length")
  const size = Number(length ?? 0)
  if (!Number.isSafeInteger(size) || size < 0)
    return badRequest("Content-Length must be the number of the content's bytes.")
  const grant = await files.claim(token)
  if (!grant) {
    const message = "The upload's address was used already, has expired or is not of this app; ask for a new one."
    return errorAnswer({ code: "forbidden", message })
  }
  const content = length === null && request.body ? await whole(request.body) : { body: request.body, size }
  const storageId = await files.keep(grant, content.body, content.size, request.headers.get("Content-Type"))
  return Response.json({ storageId })
}

/** Reads content of unknown length; there is none larger than a bound, since it is held in memory. */
async function whole(stream: ReadableStream<Uint8Array>): Promise<{ body: ReadableStream<Uint8Array>; size: number }> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > MOST_UNMEASURED_BYTES) {
      await reader.cancel()
      const message =
        "An upload of more than 16 MiB needs a Content-Length: send a Blob, a File or bytes, not a stream of unknown " +
        "length, to a new address."
      throw ZerobackError.coded("too_large", message)
    }
    parts.push(new Uint8Array(value))
  }
  return { body: new Blob(parts).stream(), size }
}

async function download(request: Request, storageId: string, files: Files): Promise<Response> {
  const file = await files.find(storageId)
  if (!file) return notFound()
  const etag = `"${file.sha256}"`
  const headers = new Headers({
    ETag: etag,
    "Accept-Ranges": "bytes",
    // Asked for anew each time, which costs a 304: a deleted file is gone for those who have read it, too.
    "Cache-Control": "private, no-cache",
    "Content-Disposition": SHOWN.test(file.contentType) ? "inline" : "attachment",
    // Sound and video that is opened by itself is a page of the browser's that loads it once more.
    "Content-Security-Policy": "sandbox; default-src 'none'; media-src 'self'",
    "Content-Type": file.contentType,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
  })
  if (isHeld(request.headers.get("If-None-Match"), etag)) return new Response(null, { status: 304, headers })
  const range = rangeOf(request, file, etag)
  if (range === "unsatisfiable") {
    headers.set("Content-Range", `bytes */${file.size}`)
    return new Response(null, { status: 416, headers })
  }
  headers.set("Content-Length", String(range?.length ?? file.size))
  if (range) headers.set("Content-Range", `bytes ${range.offset}-${range.offset + range.length - 1}/${file.size}`)
  const status = range ? 206 : 200
  if (request.method === "HEAD" || file.size === 0) return new Response(null, { status, headers })
  const content = await files.read(file, range)
  return content ? new Response(content.body, { status, headers }) : notFound()
}

/** Whether `If-None-Match` names the content. */
function isHeld(given: string | null, etag: string): boolean {
  return given === "*" || (given ?? "").split(",").some((each) => each.trim().replace(/^W\//, "") === etag)
}

/** The one range that is asked for; `undefined` for the whole, which also answers several ranges at once. */
function rangeOf(
  request: Request,
  { size }: FileRecord,
  etag: string,
): { offset: number; length: number } | "unsatisfiable" | undefined {
  // A range is defined for GET alone (RFC 9110, 14.2).
  if (request.method !== "GET") return undefined
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("Range") ?? "") ?? []
  if (from === undefined || to === undefined || (from === "" && to === "")) return undefined
  const condition = request.headers.get("If-Range")
  if (condition !== null && condition !== etag) return undefined
  const offset = from === "" ? Math.max(size - Number(to), 0) : Number(from)
  const end = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1)
  if (from !== "" && to !== "" && Number(to) < Number(from)) return undefined
  return offset > end ? "unsatisfiable" : { offset, length: end - offset + 1 }
}

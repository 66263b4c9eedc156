import { ZerobackError } from "@zeroback/values"
import type { Engine } from "../engine.js"
import type { StorageActions, StorageMetadata, StorageWriter } from "../functions/storage.js"
import type { Clock } from "./clock.js"
import { FileRecords, hexadecimal, SWEEP } from "./file-records.js"
import type { FileRecord, Pending } from "./file-records.js"
import type { Limits } from "./limits.js"
import { kindOf, lacking } from "./misuse.js"
import type { Bucket, BucketObject } from "./platform.js"
import { platform } from "./platform.js"
import type { PublicAddress } from "./public-address.js"
import { completion } from "./run-context.js"
import type { SystemFunction } from "./system-functions.js"
import { system } from "./system-functions.js"

/** Calls a system function; `engine.call` or `engine.callFrom` of a run. */
type Call = (kind: "query" | "mutation", name: string, args: object) => Promise<any>

/** Objects that are deleted from the bucket at a time. */
const SWEPT_AT_ONCE = 100

const NO_STORE = lacking({
  store:
    "ctx.storage.store() is for actions and routes. In a mutation, ctx.storage.generateUploadUrl() lets a client send the file.",
})

export interface FilesOptions {
  readonly bucket: Bucket
  /** Where the object's content lies in the bucket; no other object has the same. */
  readonly folder: string
  readonly address: PublicAddress
  readonly clock: Clock
  readonly limits: Limits
  /** The running engine: a reset begins another. */
  engine(): Engine
}

/** The files of one object: content in the bucket, records in its database. */
export class Files {
  readonly #bucket: Bucket
  readonly #folder: string
  readonly #address: PublicAddress
  readonly #clock: Clock
  readonly #sweptAtOnce: number
  readonly #call: Call
  /** What the runtime adds to the functions of an app that has a bucket. */
  readonly functions: Readonly<Record<string, SystemFunction>> = {
    [SWEEP]: system("mutation", {}, (records) => this.#sweep(records)),
  }

  constructor({ bucket, folder, address, clock, limits, engine }: FilesOptions) {
    this.#bucket = bucket
    this.#folder = folder
    this.#address = address
    this.#clock = clock
    // A sweep writes two jobs, too: its own and the next.
    this.#sweptAtOnce = Math.max(1, Math.min(SWEPT_AT_ONCE, limits.documentsRead, limits.documentsWritten - 2))
    this.#call = (kind, name, args) => completion((done) => engine().call(kind, true, name, args, null, done))
  }

  /** `ctx.storage` of a query or a mutation. */
  inTransaction(engine: Engine, run: number): StorageWriter {
    const records = new FileRecords(engine, run, this.#clock)
    const storage: StorageWriter & { __proto__: object } = {
      __proto__: NO_STORE,
      getUrl: async (storageId) => this.#urlOf(records.find(storageId)),
      getMetadata: async (storageId) => metadataOf(records.find(storageId)),
      generateUploadUrl: async () => this.#uploadUrl(records.grant()),
      delete: async (storageId) => records.remove(storageId),
    }
    return storage
  }

  /** `ctx.storage` of an action. */
  inAction(): StorageActions {
    return {
      getUrl: async (storageId) => this.#urlOf(await this.find(storageId)),
      getMetadata: async (storageId) => metadataOf(await this.find(storageId)),
      generateUploadUrl: async () => this.#uploadUrl(await this.#call("mutation", "_storage:grant", {})),
      delete: async (storageId) => {
        await this.#call("mutation", "_storage:remove", { storageId })
      },
      store: async (blob) => {
        if (!(blob instanceof Blob)) {
          const message = `ctx.storage.store() takes a Blob, such as new Blob([content], { type: "text/plain" }), and got ${kindOf(blob)}.`
          throw ZerobackError.coded("bad_request", message)
        }
        const pending = await this.#call("mutation", "_storage:reserve", {})
        return await this.keep(pending, blob.stream(), blob.size, blob.type)
      },
    }
  }

  async find(storageId: string): Promise<FileRecord | null> {
    return typeof storageId === "string" ? await this.#call("query", "_storage:find", { storageId }) : null
  }

  /** Uses an upload's token up; `null` when it is not valid. */
  async claim(token: string): Promise<Pending | null> {
    return await this.#call("mutation", "_storage:claim", { token })
  }

  /**
   * Streams content into the bucket and records it as a file.
   *
   * @returns its storage id
   * @throws ZerobackError `bad_request` when the content breaks off; `unavailable` when the bucket fails.
   */
  async keep(
    { _id: pendingId, storageId }: Pick<Pending, "_id" | "storageId">,
    content: ReadableStream<Uint8Array> | null,
    size: number,
    type: string | null,
  ): Promise<string> {
    const contentType = mediaType(type)
    const sha256 = await this.#write(storageId, content, size, contentType)
    await this.#call("mutation", "_storage:record", { pendingId, storageId, sha256, contentType, size })
    return storageId
  }

  /** Reads content; `null` when the bucket has lost it. */
  read({ storageId }: FileRecord, range?: { offset: number; length: number }): Promise<BucketObject | null> {
    return this.#bucket.get(this.#key(storageId), range && { range })
  }

  /** Removes all content of the object from the bucket. */
  async clear(): Promise<void> {
    for (;;) {
      const { objects, truncated } = await this.#bucket.list({ prefix: `${this.#folder}/` })
      if (objects.length > 0) await this.#bucket.delete(objects.map(({ key }) => key))
      if (!truncated) return
    }
  }

  async #write(
    storageId: string,
    content: ReadableStream<Uint8Array> | null,
    size: number,
    contentType: string,
  ): Promise<string> {
    const digest = new platform.crypto.DigestStream("SHA-256")
    const sized = new platform.FixedLengthStream(size)
    const writers = [digest.getWriter(), sized.writable.getWriter()]
    const failures: unknown[] = []
    // Neither side waits for one that has failed: a bucket that refuses content leaves it unread.
    const end = async (failure: unknown) => {
      failures.push(failure)
      await Promise.allSettled(writers.map((writer) => writer.abort(failure)))
    }
    let isBroken = false
    const stored = this.#bucket.put(this.#key(storageId), sized.readable, { httpMetadata: { contentType } })
    const pumped = pump(content, writers, (failure) => {
      isBroken = true
      throw failure
    })
    await Promise.all([stored.catch(end), pumped.catch(end)])
    if (failures.length > 0) {
      // What is left of it in the bucket is swept when the upload's time is over.
      console.warn(`The upload of ${storageId} failed:`, ...failures)
      throw isBroken
        ? ZerobackError.coded("bad_request", "The upload did not arrive whole; ask for a new address and try again.")
        : ZerobackError.coded(
            "unavailable",
            "The bucket did not take the file; try again, an upload with a new address.",
          )
    }
    return hexadecimal(new Uint8Array(await digest.digest))
  }

  #urlOf(file: FileRecord | null): string | null {
    return file && this.#address.of(`/storage/${file.storageId}`)
  }

  #uploadUrl(token: string): string {
    return this.#address.of(`/storage/upload?token=${token}`)
  }

  #key(storageId: string): string {
    return `${this.#folder}/${storageId.slice(storageId.indexOf("/") + 1)}`
  }

  /**
   * Removes content from the bucket that no file stands for any more. Removed twice is removed, so that this can run again.
   *
   * @throws ZerobackError `unavailable` when the bucket does not answer: the job is tried again.
   */
  async #sweep(records: FileRecords): Promise<void> {
    const overdue = records.overdue(this.#sweptAtOnce)
    if (overdue.length === 0) return
    try {
      await this.#bucket.delete(overdue.map(({ storageId }) => this.#key(storageId)))
    } catch (failure) {
      throw ZerobackError.coded("unavailable", `Deleted files could not be removed from the bucket. ${String(failure)}`)
    }
    records.forget(overdue)
    if (overdue.length === this.#sweptAtOnce) records.sweep()
  }
}

/** Writes a stream into several others at the pace of the slowest; `broken` throws what it throws when it is read. */
async function pump(
  from: ReadableStream<Uint8Array> | null,
  to: readonly WritableStreamDefaultWriter<Uint8Array>[],
  broken: (failure: unknown) => never,
): Promise<void> {
  for (const reader = from?.getReader(); reader;) {
    const { done, value } = await reader.read().catch(broken)
    if (done) break
    await Promise.all(to.map((writer) => writer.write(value)))
  }
  await Promise.all(to.map((writer) => writer.close()))
}

function metadataOf(file: FileRecord | null): StorageMetadata | null {
  return file && { storageId: file.storageId, sha256: file.sha256, contentType: file.contentType, size: file.size }
}

/** A media type that is safe in a header. */
function mediaType(given: string | null): string {
  const safe = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;\s*[\w!#$&^.+-]+=("[^"\\\r\n]*"|[\w!#$&^.+-]+))*$/
  return given !== null && given.length <= 255 && safe.test(given) ? given : "application/octet-stream"
}

/** `ctx.storage` of an app that has no bucket: every use says what is missing. */
export const NO_FILES = Object.fromEntries(
  ["getUrl", "getMetadata", "generateUploadUrl", "delete", "store"].map((name) => [
    name,
    async () => {
      throw bucketMissing()
    },
  ]),
) as unknown as StorageActions

export function bucketMissing(): ZerobackError {
  return ZerobackError.coded(
    "execution_error",
    'File storage needs an R2 bucket: add [[r2_buckets]] with binding = "ZEROBACK_STORAGE" to wrangler.toml.',
  )
}

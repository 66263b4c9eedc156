import { ZerobackError } from "@zeroback/values"
import type { Engine } from "../engine.js"
import type { Clock } from "./clock.js"
import { defineTable } from "../schema/table.js"
import type { TableDescription } from "../schema/table.js"
import { v } from "../schema/validator.js"

/** A stored file. */
export interface FileRecord {
  readonly _id: string
  readonly storageId: string
  readonly sha256: string
  readonly contentType: string
  readonly size: number
}

/** Content in the bucket, now or soon, that no file stands for: an upload under way or granted, or a deleted file. */
export interface Pending {
  readonly _id: string
  readonly storageId: string
  /** Proves the right to upload; gone once it was used. */
  readonly secret?: string
  /** Unix time in milliseconds from which the content may be thrown away. */
  readonly due: number
}

/** Tables that the runtime adds to the app's; the app reaches them through `ctx.storage` only. */
export const fileTables: Readonly<Record<string, TableDescription>> = {
  _storage: defineTable({
    storageId: v.string(),
    sha256: v.string(),
    contentType: v.string(),
    size: v.number(),
  }).index("by_storage_id", ["storageId"], { unique: true }),
  _storage_pending: defineTable({
    storageId: v.string(),
    secret: v.optional(v.string()),
    due: v.number(),
  }).index("by_due", ["due"]),
}

/** For how long an upload may begin, and may take. */
const GRANT_MILLIS = 3_600_000
const UPLOAD_MILLIS = 24 * 3_600_000

/** The mutation that removes from the bucket what no file stands for. */
export const SWEEP = "_storage:sweep"

/** The ULID of the pending row and 128 random bits. */
const TOKEN = /^([0-9A-HJKMNP-TV-Z]{26})([0-9a-f]{32})$/

/** The records of files as one run sees them: part of its transaction like any document. */
export class FileRecords {
  readonly #engine: Engine
  readonly #run: number
  readonly #clock: Clock
  #sweeps = false

  constructor(engine: Engine, run: number, clock: Clock) {
    this.#engine = engine
    this.#run = run
    this.#clock = clock
  }

  find(storageId: unknown): FileRecord | null {
    if (typeof storageId !== "string") return null
    const range = [{ op: "eq", field: "storageId", value: storageId }]
    const asked = { table: "_storage", index: "by_storage_id", range, terminal: "first" }
    return this.#engine.query(this.#run, asked) as FileRecord | null
  }

  /** Allows one upload and returns its token. */
  grant(): string {
    const secret = hexadecimal(crypto.getRandomValues(new Uint8Array(16)))
    const id = this.#pend({ storageId: newStorageId(), secret, due: this.#clock.now + GRANT_MILLIS })
    return id.slice(id.indexOf(":") + 1) + secret
  }

  /** Uses a token up; `null` when it is none, was used or has expired. */
  claim(token: string): Pending | null {
    const [, ulid, secret] = TOKEN.exec(token) ?? []
    if (ulid === undefined || secret === undefined) return null
    const id = `_storage_pending:${ulid}`
    const pending = this.#engine.get(this.#run, id) as Pending | null
    if (!pending?.secret || pending.due <= this.#clock.now || !isEqual(pending.secret, secret)) return null
    this.#engine.patch(this.#run, id, { secret: undefined, due: this.#clock.now + UPLOAD_MILLIS })
    return pending
  }

  /** Announces content that the server itself stores. */
  reserve(): { _id: string; storageId: string } {
    const storageId = newStorageId()
    return { _id: this.#pend({ storageId, due: this.#clock.now + UPLOAD_MILLIS }), storageId }
  }

  /** The content is there: from the commit on it is a file. */
  record(pendingId: string, file: Omit<FileRecord, "_id">): void {
    this.#engine.delete(this.#run, pendingId)
    this.#engine.insert(this.#run, "_storage", file)
    // Left by uploads that never arrived.
    if (this.overdue(1).length > 0) this.sweep()
  }

  /** @throws ZerobackError `not_found` when there is no such file. */
  remove(storageId: unknown): void {
    const file = this.find(storageId)
    if (!file)
      throw ZerobackError.coded("not_found", `File ${String(storageId)} does not exist; it may have been deleted.`)
    this.#engine.delete(this.#run, file._id)
    this.#pend({ storageId: file.storageId, due: this.#clock.now })
    this.sweep()
  }

  /** Has overdue content removed from the bucket by a job: once this transaction has committed, and only then. */
  sweep(): void {
    if (this.#sweeps) return
    this.#sweeps = true
    this.#engine.schedule(this.#run, this.#clock.now, SWEEP, {})
  }

  /** The first `n` of what may be thrown away, the longest overdue first. */
  overdue(n: number): Pending[] {
    const range = [{ op: "lte", field: "due", value: this.#clock.now }]
    const asked = { table: "_storage_pending", index: "by_due", range, terminal: "take", n }
    return this.#engine.query(this.#run, asked) as Pending[]
  }

  /** The content of overdue rows is gone from the bucket. */
  forget(overdue: readonly Pending[]): void {
    for (const { _id } of overdue) this.#engine.delete(this.#run, _id)
  }

  #pend(row: Omit<Pending, "_id">): string {
    return this.#engine.insert(this.#run, "_storage_pending", row)
  }
}

function newStorageId(): string {
  return `_storage/${crypto.randomUUID()}`
}

export function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** Compares two texts of equal length in a time that does not depend on where they differ. */
function isEqual(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}

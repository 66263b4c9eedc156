/** One line of `GET /__admin/logs`; docs/wire-protocol.md lists the members. */
export type LogEntry = RunEntry | ConsoleEntry

/** How a run of a function ended. */
export interface RunEntry {
  readonly type: "run"
  /** Unix time in milliseconds. */
  readonly at: number
  readonly function: string
  readonly kind: string
  /** Names the run here and in `Server error (request ...)`. */
  readonly request: string
  /** `"ok"`, an error's code, or `"again"` when it lost against another mutation and starts again. */
  readonly outcome: string
  readonly durationMillis: number
  /** Rows of SQLite, those of indexes included; absent when nobody asked for them as the run began. */
  readonly rowsRead?: number
  readonly rowsWritten?: number
  /** What the handler threw, with its stack. */
  readonly error?: string
}

/** What a handler wrote to the console. */
export interface ConsoleEntry {
  readonly type: "console"
  readonly at: number
  readonly level: string
  readonly function: string
  readonly request: string
  readonly message: string
}

/** Entries kept for those who come later, and their bytes as lines; the newest is kept whatever its size. */
const KEPT_ENTRIES = 200
const KEPT_BYTES = 1 << 20

/** How far a follower may be behind, in bytes; one that reads more slowly than lines come is let go. */
const MOST_BEHIND_BYTES = 4 << 20

/** The recent log of an object and those who follow it. */
export class Logbook {
  readonly #encoder = new TextEncoder()
  readonly #lines: Uint8Array[] = []
  #bytes = 0
  readonly #followers = new Set<ReadableStreamDefaultController<Uint8Array>>()

  /** Whether somebody reads along. */
  get isFollowed(): boolean {
    return this.#followers.size > 0
  }

  add(entry: LogEntry): void {
    const line = this.#encoder.encode(`${JSON.stringify(entry)}\n`)
    this.#bytes += line.length
    this.#lines.push(line)
    while (this.#lines.length > KEPT_ENTRIES || (this.#bytes > KEPT_BYTES && this.#lines.length > 1)) {
      this.#bytes -= this.#lines.shift()!.length
    }
    for (const follower of this.#followers) this.#tell(follower, line)
  }

  /**
   * The entries kept and, for a follower, what is to come, as lines of JSON. It ends for a follower that is too far
   * behind, who can begin again with what is kept.
   */
  read(follow: boolean): ReadableStream<Uint8Array> {
    let controller: ReadableStreamDefaultController<Uint8Array>
    return new ReadableStream<Uint8Array>(
      {
        start: (started) => {
          controller = started
          // An empty chunk would not be sent, and a follower waits for the head of the answer.
          if (this.#lines.length === 0) controller.enqueue(this.#encoder.encode("\n"))
          for (const line of this.#lines) controller.enqueue(line)
          if (follow) this.#followers.add(controller)
          else controller.close()
        },
        cancel: () => void this.#followers.delete(controller),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MOST_BEHIND_BYTES }),
    )
  }

  #tell(follower: ReadableStreamDefaultController<Uint8Array>, line: Uint8Array): void {
    if (follower.desiredSize! > 0) return follower.enqueue(line)
    this.#followers.delete(follower)
    follower.close()
  }
}

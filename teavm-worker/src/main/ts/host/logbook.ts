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

/** Entries kept for those who come later. */
const KEPT_ENTRIES = 200

/** The recent log of an object and those who follow it. */
export class Logbook {
  readonly #entries: LogEntry[] = []
  readonly #followers = new Set<(line: string) => void>()

  /** Whether somebody reads along. */
  get isFollowed(): boolean {
    return this.#followers.size > 0
  }

  add(entry: LogEntry): void {
    if (this.#entries.push(entry) > KEPT_ENTRIES) this.#entries.shift()
    if (this.#followers.size === 0) return
    const line = `${JSON.stringify(entry)}\n`
    for (const follower of this.#followers) follower(line)
  }

  /** The entries kept and, for a follower, what is to come, as lines of JSON. */
  read(follow: boolean): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder()
    const kept = this.#entries.map((entry) => `${JSON.stringify(entry)}\n`).join("")
    let follower: (line: string) => void
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        // An empty chunk would not be sent, and a follower waits for the head of the answer.
        controller.enqueue(encoder.encode(kept === "" ? "\n" : kept))
        follower = (line) => controller.enqueue(encoder.encode(line))
        if (follow) this.#followers.add(follower)
        else controller.close()
      },
      cancel: () => void this.#followers.delete(follower),
    })
  }
}

import type { Frame, Peer, ScriptedServer } from "./scripted-server.js"

interface SessionRow {
  applied: number
  outcomes: Record<number, { result: unknown; ts: number }>
}

export interface BackendState {
  sessions: Record<string, SessionRow>
  /** What was applied, in order. */
  log: unknown[]
}

/** What docs/wire-protocol.md says of sessions, and nothing else: mutations append their argument `n` to a log. */
export class ExactlyOnceBackend {
  readonly state: BackendState
  readonly #changed: () => void

  constructor(state: BackendState = { sessions: {}, log: [] }, changed = (): void => undefined) {
    this.state = structuredClone(state)
    this.#changed = changed
  }

  /** Serves each socket that is opened from now on. */
  async serve(server: ScriptedServer): Promise<never> {
    for (;;) void this.#serveSocket(await server.accept())
  }

  async #serveSocket(peer: Peer): Promise<never> {
    let session = ""
    for (;;) {
      const frame = await peer.next()
      if (frame.type === "hello") {
        session = frame["session"] as string
        const row = this.state.sessions[session]
        const { ts } = this
        peer.send({
          type: "hello",
          session,
          known: row !== undefined,
          applied: row?.applied ?? 0,
          ts,
          capabilities: [],
        })
      } else if (frame.type === "mutation") {
        this.#mutate(peer, session, frame)
      }
    }
  }

  get ts(): number {
    return 100 + this.state.log.length
  }

  #mutate(peer: Peer, session: string, frame: Frame): void {
    const id = frame["id"] as string
    const seq = frame["seq"] as number
    const row = (this.state.sessions[session] ??= { applied: 0, outcomes: {} })
    for (const known of Object.keys(row.outcomes)) {
      if (Number(known) <= (frame["ack"] as number)) Reflect.deleteProperty(row.outcomes, known)
    }
    if (!row.outcomes[seq]) {
      if (seq <= row.applied) {
        peer.send({ type: "error", id, code: "session_expired", message: "answered earlier" })
        return
      }
      this.state.log.push((frame["args"] as { n: unknown }).n)
      row.applied = seq
      row.outcomes[seq] = { result: null, ts: this.ts }
      this.#changed()
    }
    peer.send({ type: "mutationResult", id, ...row.outcomes[seq] })
    peer.send({ type: "updates", ts: this.ts, items: [] })
  }
}

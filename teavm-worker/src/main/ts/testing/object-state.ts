import type { DurableObjectState, DurableObjectStorage, HibernatableWebSocket, SqlCursor } from "../host/platform.js"
import { CLOCK } from "../host/clock.js"
import type { TestClock } from "./clock.js"
import type { Database, SqlValue } from "./database.js"

/** What a Durable Object may bind to one statement. */
const MAX_BINDINGS = 100

/** The platform refuses later ones. */
const LATEST_ALARM = Date.UTC(2189, 0)

/** The state of a Durable Object, on a database in memory and a clock of the test's. */
export class ObjectState implements DurableObjectState {
  readonly id = "test"
  readonly storage: DurableObjectStorage
  readonly [CLOCK]: TestClock
  /** When the object's alarm is due; Infinity while none is set. */
  alarmAt = Infinity
  readonly #database: Database
  readonly #sockets = new Set<HibernatableWebSocket>()
  #depth = 0

  constructor(database: Database, clock: TestClock) {
    this.#database = database
    this[CLOCK] = clock
    this.storage = {
      sql: { exec: (text, ...bindings) => this.#exec(text, bindings as SqlValue[]) },
      transactionSync: (body) => this.#transaction(body),
      setAlarm: async (atMillis) => {
        if (!(atMillis > 0 && atMillis < LATEST_ALARM)) throw new TypeError(`An alarm cannot be set to ${atMillis}.`)
        this.alarmAt = atMillis
      },
      deleteAlarm: async () => void (this.alarmAt = Infinity),
      deleteAll: async () => {
        throw new Error("A test has a database of its own; make another with testBackend().")
      },
    }
  }

  acceptWebSocket(socket: HibernatableWebSocket): void {
    this.#sockets.add(socket)
  }

  forget(socket: HibernatableWebSocket): void {
    this.#sockets.delete(socket)
  }

  getWebSockets(): HibernatableWebSocket[] {
    return [...this.#sockets]
  }

  setWebSocketAutoResponse(): void {
    // Nothing here sends pings.
  }

  #exec(text: string, bindings: SqlValue[]): SqlCursor {
    if (bindings.length > MAX_BINDINGS) throw new Error(`too many SQL variables: a statement takes ${MAX_BINDINGS}`)
    const rows = this.#database.exec(text, bindings)
    return { rowsRead: rows.length, rowsWritten: 0, raw: () => rows.values() }
  }

  #transaction<T>(body: () => T): T {
    const savepoint = `zeroback_${this.#depth++}`
    this.#database.exec(`SAVEPOINT ${savepoint}`, [])
    try {
      return body()
    } catch (failure) {
      this.#database.exec(`ROLLBACK TO ${savepoint}`, [])
      throw failure
    } finally {
      this.#database.exec(`RELEASE ${savepoint}`, [])
      this.#depth--
    }
  }
}

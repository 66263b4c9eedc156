import { PATIENCE_MILLIS } from "./patience.js"

/** The updates of one live query, in the order in which they arrived; none may be missing and none too many. */
export class Watch {
  private readonly unread: unknown[] = []
  private reader: ((result: unknown) => void) | undefined

  /** To be handed to `Socket.subscribe`. */
  readonly receive = (result: unknown): void => {
    if (this.reader === undefined) this.unread.push(result)
    else this.reader(result)
    this.reader = undefined
  }

  /** The next update. */
  next(): Promise<any> {
    if (this.unread.length > 0) return Promise.resolve(this.unread.shift())
    return new Promise((resolve, reject) => {
      const overdue = setTimeout(() => reject(new Error(`No update in ${PATIENCE_MILLIS} ms`)), PATIENCE_MILLIS)
      this.reader = (result) => {
        clearTimeout(overdue)
        resolve(result)
      }
    })
  }

  /** Checks that every update was read. */
  close(): void {
    if (this.unread.length > 0)
      throw new Error(`${this.unread.length} updates too many: ${JSON.stringify(this.unread[0])}`)
  }
}

/**
 * The parts of the Workers platform that the host uses, typed structurally, so that apps need no Workers types
 * installed to compile against this package.
 */

import type { Clock, CLOCK } from "./clock.js"

export interface SqlCursor {
  readonly rowsRead: number
  readonly rowsWritten: number
  raw(): Iterator<readonly unknown[]>
}

export interface DurableObjectStorage {
  readonly sql: { exec(text: string, ...bindings: unknown[]): SqlCursor }
  transactionSync<T>(body: () => T): T
  setAlarm(atMillis: number): Promise<void>
  deleteAlarm(): Promise<void>
  deleteAll(): Promise<void>
}

export interface HibernatableWebSocket {
  send(text: string): void
  close(code?: number, reason?: string): void
  serializeAttachment(value: unknown): void
  deserializeAttachment(): unknown
}

export interface BucketObject {
  readonly body: ReadableStream<Uint8Array>
}

/** An R2 bucket. */
export interface Bucket {
  put(key: string, content: ReadableStream<Uint8Array>, options: object): Promise<unknown>
  get(key: string, options?: { range: { offset: number; length: number } }): Promise<BucketObject | null>
  delete(keys: readonly string[]): Promise<void>
  list(options: { prefix: string }): Promise<{ objects: readonly { key: string }[]; truncated: boolean }>
}

export interface DurableObjectState {
  readonly id: { toString(): string }
  readonly storage: DurableObjectStorage
  readonly [CLOCK]?: Clock
  acceptWebSocket(socket: HibernatableWebSocket): void
  getWebSockets(): HibernatableWebSocket[]
  setWebSocketAutoResponse(pair: unknown): void
}

export interface DurableObjectNamespace {
  idFromName(name: string): unknown
  get(id: any): { fetch(request: Request): Promise<Response> }
}

interface DigestStream extends WritableStream<Uint8Array> {
  readonly digest: Promise<ArrayBuffer>
}

interface Platform {
  FixedLengthStream: new (bytes: number) => {
    readable: ReadableStream<Uint8Array>
    writable: WritableStream<Uint8Array>
  }
  crypto: { DigestStream: new (algorithm: string) => DigestStream }
  WebSocketPair: new () => { 0: unknown; 1: HibernatableWebSocket }
  WebSocketRequestResponsePair: new (request: string, response: string) => unknown
}

/** The constructors that workerd adds to the web's. */
export const platform = globalThis as unknown as Platform

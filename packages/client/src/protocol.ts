import { parseValue, ZerobackError } from "@zeroback/values"

/** A JSON tree as `valueToJson` makes it: tags stand for what JSON lacks. */
export type JsonTree = unknown

/** What the client sends; see docs/wire-protocol.md. */
export type ClientFrame =
  | { type: "hello"; protocol: 2; session?: string; capabilities: readonly string[] }
  | { type: "query"; id: string; fn: string; args: JsonTree; hash?: string }
  | { type: "unsubscribe"; id: string }
  | { type: "mutation"; id: string; fn: string; args: JsonTree; seq?: number; ack?: number }
  | { type: "action"; id: string; fn: string; args: JsonTree }
  | { type: "auth"; token: string | null }
  | { type: "ack"; ts: number }
  | { type: "ping" }

export interface ErrorBody {
  code: string
  message: string
  data?: unknown
}

/** The difference between two arrays of documents, which are known by their `_id`, or between two pages of them. */
export interface DocumentsPatch {
  remove: string[]
  put: { _id: string }[]
  /** Where in the new result the last documents of `put` join, ascending; one number each. */
  at?: number[]
  /** The member that the list is, if the result is an object. */
  of?: string
  /** The object with that list empty, if its other members are not as before. */
  rest?: object
}

/** The new state of one query in a transition. */
export type UpdateItem =
  | { id: string; result?: unknown; hash?: string; patch?: undefined; error?: undefined }
  | { id: string; patch: DocumentsPatch; base: string; hash: string; error?: undefined }
  | { id: string; error: ErrorBody; patch?: undefined }

export interface HelloAnswer {
  type: "hello"
  protocol: number
  session: string
  known: boolean
  applied: number
  ts: number
  capabilities: string[]
}

/** What the server sends; see docs/wire-protocol.md. */
export type ServerFrame =
  | HelloAnswer
  | { type: "result"; id: string; result?: unknown; ts?: number; hash?: string }
  | { type: "unchanged"; id: string; ts: number; hash: string }
  | { type: "update"; id: string; result?: unknown }
  | { type: "updates"; items: UpdateItem[]; ts?: number }
  | { type: "mutationResult"; id: string; result?: unknown; ts?: number }
  | { type: "actionResult"; id: string; result?: unknown }
  | ({ type: "error"; id?: string } & ErrorBody)
  | { type: "authResult"; ok: boolean; error?: string }
  | { type: "reset" }
  | { type: "pong" }

/** Sends a frame on the current socket; returns whether there is one. */
export type SendFrame = (frame: ClientFrame) => boolean

/** Opens protocol 2 and a session; on a socket that has one already, the session for the mutations from then on. */
export function hello(session?: string): ClientFrame {
  const capabilities = ["patch", "hash", "ack", "batch"]
  return { type: "hello", protocol: 2, ...(session === undefined ? {} : { session }), capabilities }
}

export function encodeFrame(frame: ClientFrame): string {
  return JSON.stringify(frame)
}

/**
 * Reads a message, which is a frame or an array of frames.
 *
 * @throws SyntaxError when it is neither.
 */
export function decodeFrames(text: string): ServerFrame[] {
  const message = parseValue(text)
  const frames = (Array.isArray(message) ? message : [message]) as (ServerFrame | null)[]
  if (!frames.every((frame) => typeof frame?.type === "string"))
    throw new SyntaxError("A frame is an object with a type")
  return frames as ServerFrame[]
}

export function errorFrom(body: ErrorBody): ZerobackError {
  return ZerobackError.coded(body.code, body.message, body.data)
}

import { ZerobackError } from "@zeroback/values"
import type { Engine } from "../engine.js"
import { errorFrame, members } from "./frame-gate.js"

/** Why an app cannot be served. */
export interface Refusal {
  readonly reason: string
  /** What those are told who may not know the reason. */
  readonly told: string
}

/**
 * Stands in for the engine of an app that cannot be served, because its schema is wrong or stored documents do not
 * fit it. Requests and frames are answered `unavailable` with the reason; everything else throws it.
 */
export function refusedApp(reason: string, send: (socket: number, frame: string) => void): Engine {
  const error = ZerobackError.coded("unavailable", reason, undefined)
  const refusing: Pick<Engine, "onOpen" | "beginGroup" | "endGroup" | "onMessage" | "onClose" | "onAlarm" | "call"> = {
    onOpen: () => undefined,
    beginGroup: () => undefined,
    endGroup: () => undefined,
    onMessage: (socket, frame) => send(socket, errorFrame(error, members(frame).id)),
    onClose: () => undefined,
    // An earlier deployment set it; the next start that succeeds sets it again.
    onAlarm: () => undefined,
    call: (_kind, _internal, _name, _args, _identity, done) => done.failed(error),
  }
  const refuse = () => {
    throw error
  }
  return new Proxy(refusing as Engine, {
    get: (methods, name) => (Object.hasOwn(methods, name) ? methods[name as keyof Engine] : refuse),
  })
}

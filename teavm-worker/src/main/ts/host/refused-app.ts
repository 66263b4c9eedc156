import { ZerobackError } from "@zeroback/values"
import type { Engine } from "../engine.js"

/**
 * Stands in for the engine of an app that cannot be served, because its schema is wrong or stored documents do not
 * fit it. Requests and frames are answered `unavailable` with the reason; everything else throws it.
 */
export function refusedApp(reason: string, send: (socket: number, frame: string) => void): Engine {
  const error = ZerobackError.coded("unavailable", reason, undefined)
  const refusing: Pick<Engine, "onOpen" | "onMessage" | "onClose" | "onAlarm" | "call"> = {
    onOpen: () => undefined,
    onMessage: (socket, frame) =>
      send(socket, JSON.stringify({ type: "error", id: requestId(frame), code: error.code, message: reason })),
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

/** The `id` of the request that a frame carries; undefined if it carries none. */
function requestId(frame: string): string | undefined {
  try {
    const { id } = JSON.parse(frame) as { id?: unknown }
    return typeof id === "string" ? id : undefined
  } catch {
    return undefined
  }
}

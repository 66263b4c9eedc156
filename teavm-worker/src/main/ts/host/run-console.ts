import type { Logbook } from "./logbook.js"

/** The run on whose behalf code executes. */
interface Speaker {
  readonly name: string
  readonly request: string
  readonly logbook: Logbook
}

/** The part of `AsyncLocalStorage` of `node:async_hooks` that is used. */
export interface AsyncContext {
  getStore(): unknown
  run<R>(store: unknown, callback: () => R): R
}

const LEVELS = ["debug", "log", "info", "warn", "error"] as const

let speakers: AsyncContext | undefined

/** Has the console say which function speaks. The console is that of all objects in the isolate: the first call counts. */
export function attributeConsole(context: AsyncContext | undefined): void {
  if (speakers || !context) return
  speakers = context
  for (const level of LEVELS) attribute(level)
}

function attribute(level: (typeof LEVELS)[number]): void {
  const write = console[level].bind(console)
  console[level] = (...parts: unknown[]) => {
    const speaker = speakers?.getStore() as Speaker | undefined
    if (!speaker) return write(...parts)
    const { name, request, logbook } = speaker
    const message = parts.map(textOf).join(" ")
    logbook.add({ type: "console", at: Date.now(), level, function: name, request, message })
    write(`[${name}]`, ...parts)
  }
}

/** Runs a handler so that what it writes to the console is known to be its own. */
export function speakingAs<T>(speaker: Speaker, handler: () => T): T {
  return speakers ? speakers.run(speaker, handler) : handler()
}

/** What a person reads of a value. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value
  if (value instanceof Error) return value.stack ?? value.message
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

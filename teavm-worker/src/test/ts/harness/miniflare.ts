import type { Miniflare, MiniflareOptions } from "miniflare"

type Module = typeof import("miniflare") & {
  /** From version 5 on, which takes options of another shape: turns most of those of version 4 into it. */
  convertV4MiniflareOptions?: (options: object) => MiniflareOptions
}

const tested = (await import(process.env.ZEROBACK_TEST_MINIFLARE ?? "miniflare")) as Module

/** Starts the installed Miniflare, or the one that is to be tested with. */
export function startMiniflare(options: MiniflareOptions): Miniflare {
  return new tested.Miniflare(asTaken(options))
}

/** Returns options of version 4 as that Miniflare takes them. */
export function asTaken(options: MiniflareOptions): MiniflareOptions {
  if (tested.convertV4MiniflareOptions === undefined) return options
  const folder = "durableObjectsPersist" in options ? options.durableObjectsPersist : undefined
  return tested.convertV4MiniflareOptions({
    ...options,
    ...(typeof folder === "string" ? { resourcePersistencePath: folder } : {}),
  })
}

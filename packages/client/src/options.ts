import type { ZerobackError } from "@zeroback/values"
import type { PersistenceAdapter } from "./persistence.js"

/** How long to wait before connecting again; each wait is twice the one before, shortened at random by up to half. */
export interface BackoffOptions {
  /** The first wait in milliseconds; default 1000. */
  baseMs?: number
  /** The longest wait in milliseconds; default 30000. */
  maxMs?: number
  /**
   * Attempts until the client pauses; default 5. In a pause it tries once a minute; the pause ends when the network comes
   * back, the page becomes visible or a request is made.
   */
  maxAttempts?: number
}

/** A mutation of an earlier visit that the server refused, or of which nobody knows whether it was applied. */
export interface ReplayFailure {
  readonly fn: string
  readonly args: unknown
  readonly error: ZerobackError
}

export interface ZerobackClientOptions {
  /**
   * Keeps results and unsent mutations from one visit to the next: `true` in IndexedDB, or where an adapter says. The
   * client then connects in `init()`. Default: nothing is kept.
   */
  persistence?: boolean | PersistenceAdapter
  /** The age in milliseconds at which a kept result is discarded; default 604800000, 7 days. */
  maxCacheAge?: number
  /** When it differs from that of the last visit, all kept results are discarded. */
  schemaVersion?: string
  /** Told of mutations of earlier visits that were given up; default: they are logged. */
  onReplayFailure?: (failure: ReplayFailure) => void
  /** How the client connects again after a drop. */
  backoff?: BackoffOptions
  /**
   * How often the client makes sure that the connection is alive, in milliseconds; default 30000, also for what is not
   * positive; `Infinity` never.
   */
  heartbeatIntervalMs?: number
  /**
   * How long a mutation or action may take from the moment it is sent, in milliseconds; default 60000, also for what is
   * not positive; `Infinity` for ever.
   */
  requestTimeoutMs?: number
}

export interface ConnectionSettings {
  backoff: Required<BackoffOptions>
  heartbeatIntervalMs: number
}

export interface Settings extends ConnectionSettings {
  requestTimeoutMs: number
}

/** The options with their defaults filled in. */
export function settingsFrom(options: ZerobackClientOptions): Settings {
  return {
    backoff: {
      baseMs: options.backoff?.baseMs ?? 1000,
      maxMs: options.backoff?.maxMs ?? 30_000,
      maxAttempts: options.backoff?.maxAttempts ?? 5,
    },
    heartbeatIntervalMs: forTimers(options.heartbeatIntervalMs, 30_000),
    requestTimeoutMs: forTimers(options.requestTimeoutMs, 60_000),
  }
}

/** Timers go off at once when they are set for longer than this, 25 days. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1

/** No time at all, and what is no number, would go off without end: they count as left out. */
function forTimers(millis: number | undefined, byDefault: number): number {
  return millis !== undefined && millis > 0 ? Math.min(millis, LONGEST_TIMER_MS) : byDefault
}

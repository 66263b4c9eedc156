/** How long to wait before connecting again; each wait is twice the one before, shortened at random by up to half. */
export interface BackoffOptions {
  /** The first wait in milliseconds; default 1000. */
  baseMs?: number
  /** The longest wait in milliseconds; default 30000. */
  maxMs?: number
  /**
   * Attempts until the client pauses; default 5. A pause ends when the network comes back, the page becomes visible
   * or a request is made.
   */
  maxAttempts?: number
}

export interface ZerobackClientOptions {
  /** How the client connects again after a drop. */
  backoff?: BackoffOptions
  /** How often the client makes sure that the connection is alive, in milliseconds; default 30000. */
  heartbeatIntervalMs?: number
  /** How long a mutation or action may take from the moment it is sent, in milliseconds; default 60000. */
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
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 30_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 60_000,
  }
}

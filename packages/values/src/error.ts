const BRAND: unique symbol = Symbol.for("zeroback.error") as never

/**
 * An error with a code that programs can act on.
 *
 * Application code throws `new ZerobackError(data, message?)`: clients receive its `data`, its message and the code
 * `app_error`. Zeroback's own errors carry the codes of the wire protocol.
 *
 * `instanceof ZerobackError` also holds for errors made by another copy of this module.
 *
 * @example throw new ZerobackError({ left: 0 }, "Out of stock")
 */
export class ZerobackError extends Error {
  readonly code: string
  declare readonly data?: unknown

  /**
   * @param data - Any value of the wire protocol; it reaches the client.
   * @param message - For people; defaults to `data` when that is a string.
   */
  constructor(data?: unknown, message?: string) {
    super(message ?? (typeof data === "string" ? data : "The application reported an error"))
    this.name = "ZerobackError"
    this.code = "app_error"
    if (data !== undefined) this.data = data
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** Makes an error with a code other than `app_error`, such as `conflict`. */
  static coded(code: string, message: string, data?: unknown): ZerobackError {
    const error: { code: string } & ZerobackError = new ZerobackError(data, message)
    error.code = code
    return error
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // A subclass keeps the ordinary meaning; only the base class is recognised by its brand.
    if (this !== ZerobackError) return Function.prototype[Symbol.hasInstance].call(this, value)
    return typeof value === "object" && value !== null && BRAND in value
  }
}

/**
 * Requests to workerd, which ends the connection of a request whose body the Worker did not read: the next request may
 * take that connection, and fails then. Such a one is sent again. No other is, so that what ends connections by mistake
 * fails a test.
 */
export class Requests {
  /** Refusals after which no connection was found ended; each may have left a body unread. */
  #refusals = 0

  /** How many requests were sent again. */
  resent = 0

  async fetch(url: URL, init?: RequestInit): Promise<Response> {
    const response = await this.#send(url, init)
    if (response.status >= 400 && init?.body != null) this.#refusals++
    return response
  }

  async #send(url: URL, init?: RequestInit): Promise<Response> {
    try {
      return await fetch(url, init)
    } catch (error) {
      if (this.#refusals === 0 || !wasKept(error) || init?.body instanceof ReadableStream) throw error
      this.#refusals--
      this.resent++
      return await fetch(url, init)
    }
  }
}

/**
 * Whether the request failed because a connection ended on which others had been answered before, as far as that is told:
 * of one that was reset nothing is.
 */
function wasKept(error: unknown): boolean {
  const cause = (error as Error).cause as { code?: string; socket?: { bytesRead?: number } } | undefined
  return cause?.code === "ECONNRESET" || (cause?.code === "UND_ERR_SOCKET" && (cause.socket?.bytesRead ?? 0) > 0)
}

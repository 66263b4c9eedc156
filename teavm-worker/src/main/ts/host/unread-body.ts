/** Bodies up to this size are taken in although they are refused. */
const DRAINED_BYTES = 1 << 16

/**
 * Hands on an answer once the body of the request that it refuses has come in: the platform ends the connection of one
 * that is left unread, whose client, or the next request on it, gets no answer.
 */
export async function afterBody(request: Request, answer: Response): Promise<Response> {
  const { body, headers } = request
  const isUnread = body && !request.bodyUsed && !body.locked && answer.body !== body
  if (answer.status >= 400 && isUnread && Number(headers.get("Content-Length") ?? Infinity) <= DRAINED_BYTES) {
    // A client that breaks off needs no answer.
    await request.arrayBuffer().catch(() => undefined)
  }
  return answer
}

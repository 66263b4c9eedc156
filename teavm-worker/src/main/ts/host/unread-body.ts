/** Bodies up to this size are taken in although nobody has read them. */
const DRAINED_BYTES = 1 << 20

/**
 * Hands on an answer once the body of its request has come in, where nobody has begun to read it: the platform ends the
 * connection of one that is left unread, whose client, or the next request on it, gets no answer.
 */
export async function afterBody(request: Request, answer: Response): Promise<Response> {
  const { body, headers } = request
  const isUnread = body && !request.bodyUsed && !body.locked && answer.body !== body
  if (isUnread && Number(headers.get("Content-Length") ?? Infinity) <= DRAINED_BYTES) {
    // A copy: what a route answers may still read the body as it is sent. A client that breaks off needs no answer.
    await request
      .clone()
      .body?.pipeTo(new WritableStream())
      .catch(() => undefined)
  }
  return answer
}

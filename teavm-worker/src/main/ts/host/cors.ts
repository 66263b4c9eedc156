const HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "POST, OPTIONS",
  "Access-Control-Allow-Headers": "Content-Type, Authorization",
  "Access-Control-Max-Age": "86400",
}

/** The answer to a preflight: any origin, without credentials. */
export function preflightAnswer(): Response {
  return new Response(null, { status: 204, headers: HEADERS })
}

/** Lets pages of any origin read an answer. */
export function readableAnywhere(answer: Response): Response {
  answer.headers.set("Access-Control-Allow-Origin", "*")
  return answer
}

/** The answer to a preflight: any origin, without credentials. */
export function corsPreflight(methods: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": methods,
      "Access-Control-Allow-Headers": "Content-Type, Authorization, Range, If-None-Match, If-Range",
      "Access-Control-Max-Age": "86400",
    },
  })
}

/** Headers of an answer that pages of any origin may read. */
export const READABLE_ANYWHERE = { "Access-Control-Allow-Origin": "*" }

/** Lets pages of any origin read an answer, with the headers that tell of files. */
export function readableAnywhere(answer: Response): Response {
  answer.headers.set("Access-Control-Allow-Origin", "*")
  answer.headers.set("Access-Control-Expose-Headers", "ETag, Content-Range, Accept-Ranges")
  return answer
}

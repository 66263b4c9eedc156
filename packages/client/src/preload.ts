import { parseValue, stringifyValue, ZerobackError, type FunctionReference } from "@zeroback/values"
import type { ZerobackClient } from "./client.js"
import type { QueryKey } from "./query-store.js"
import { checkUrl } from "./url.js"

/**
 * A query's result fetched ahead, on its way from a server-side loader to a component. It consists of texts, so any
 * serializer may carry it.
 */
export interface Preloaded<Ref extends FunctionReference<"query">> {
  readonly name: string
  /** The arguments as tagged JSON. */
  readonly args: string
  /** The result as tagged JSON. */
  readonly result: string
  /** Exists only in the type. */
  readonly _ref?: Ref
}

/** What `fetch` takes as headers, also where the types of the DOM are missing. */
type HeadersLike =
  | Readonly<Record<string, string>>
  | Iterable<readonly [string, string]>
  | { forEach(each: (value: string, name: string) => void): void }

export interface PreloadOptions {
  /** Headers of the request, for instance an `Authorization` to forward. */
  headers?: HeadersLike
}

interface Answer {
  result?: unknown
  error?: string
  code?: string
  data?: unknown
}

type PreloadArgs<Ref extends FunctionReference> =
  Record<never, never> extends Ref["_args"]
    ? [args?: Ref["_args"], options?: PreloadOptions]
    : [args: Ref["_args"], options?: PreloadOptions]

/**
 * Fetches the result of a query over HTTP, for rendering on a server. Opens no socket.
 *
 * @param deploymentUrl - The address that the client gets too; it ends with `/ws`.
 * @throws ZerobackError with the server's code when the function is unknown, internal or no query, or fails;
 *   `unavailable` when the server does not answer as a backend does.
 */
export async function preloadQuery<Ref extends FunctionReference<"query">>(
  deploymentUrl: string,
  ref: Ref,
  ...[args = {}, options]: PreloadArgs<Ref>
): Promise<Preloaded<Ref>> {
  const headers = new Headers(options?.headers as HeadersInit)
  headers.set("Content-Type", "application/json")
  const body = stringifyValue({ fn: ref._name, args }, ref._name)
  const response = await post(queryUrl(deploymentUrl), headers, body)
  const answer = await readAnswer(response, ref._name)
  if (!response.ok || answer.error !== undefined) {
    const message = answer.error ?? `HTTP ${response.status} for ${ref._name}`
    throw ZerobackError.coded(answer.code ?? "unavailable", message, answer.data)
  }
  return { name: ref._name, args: stringifyValue(args), result: stringifyValue(answer.result ?? null) }
}

/** The arguments and the result that a preloaded query carries. */
export function readPreloaded<Ref extends FunctionReference<"query">>(
  preloaded: Pick<Preloaded<Ref>, "args" | "result" | "_ref">,
): { args: Ref["_args"]; result: Ref["_returns"] } {
  return { args: parseValue(preloaded.args), result: parseValue(preloaded.result) }
}

/** Whether a query shows an answer to this client or an optimistic update, and not what an earlier visit left, if anything. */
export function isLive({ queryStore }: ZerobackClient, key: QueryKey): boolean {
  const { result, isConfirmed } = queryStore.state(key)
  return isConfirmed || result !== queryStore.serverState(key).result
}

function queryUrl(deploymentUrl: string): string {
  if (!checkUrl(deploymentUrl).endsWith("/ws")) {
    throw ZerobackError.coded("bad_request", `preloadQuery: ${JSON.stringify(deploymentUrl)} does not end with "/ws".`)
  }
  return deploymentUrl.replace(/^ws/, "http").replace(/ws$/, "query")
}

async function post(url: string, headers: Headers, body: string): Promise<Response> {
  try {
    return await fetch(url, { method: "POST", headers, body })
  } catch (error) {
    const { message, cause } = error as Error
    const reason = cause instanceof Error ? `${message}: ${cause.message}` : message
    throw ZerobackError.coded("unavailable", `preloadQuery: ${url} could not be reached (${reason}).`)
  }
}

async function readAnswer(response: Response, name: string): Promise<Answer> {
  const text = await response.text()
  try {
    const answer: unknown = parseValue(text)
    if (typeof answer === "object" && answer !== null) return answer
  } catch {
    // Told below: it is as wrong as JSON that is no answer.
  }
  throw ZerobackError.coded(
    "unavailable",
    `preloadQuery: ${response.url} answered ${name} with HTTP ${response.status} and no backend's JSON. Is it a Zeroback backend?`,
  )
}

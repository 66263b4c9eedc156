import { ZerobackError } from "@zeroback/values"

/** @throws ZerobackError `bad_request` when `url` is not a WebSocket address. */
export function checkUrl(url: string): string {
  if (/^wss?:\/\/[^/]/.test(url)) return url
  throw ZerobackError.coded(
    "bad_request",
    `ZerobackClient: ${JSON.stringify(url)} is not a WebSocket address. Pass the address of the backend, such as "wss://example.com/ws".`,
  )
}

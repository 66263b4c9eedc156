import { ZerobackError } from "@zeroback/values"

/** @throws ZerobackError `bad_request` when `url` is not a WebSocket address. */
export function checkUrl(url: string): string {
  if (/^wss?:\/\/[^/]/.test(url)) return url
  throw ZerobackError.coded(
    "bad_request",
    `${JSON.stringify(url)} is not a WebSocket address, such as "wss://example.com/ws".`,
  )
}

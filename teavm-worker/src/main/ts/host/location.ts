/** Where a request goes. */
export interface Target {
  readonly origin: string
  readonly pathname: string
}

/** That of the newest request: most requests go to the same few addresses, and parsing one takes longer than comparing two. */
let newest: (Target & { readonly href: string }) | undefined

/** @param href - A request's `url`. */
export function locationOf(href: string): Target {
  if (newest?.href !== href) {
    const { origin, pathname } = new URL(href)
    newest = { href, origin, pathname }
  }
  return newest
}

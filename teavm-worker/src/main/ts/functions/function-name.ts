import { ZerobackError } from "@zeroback/values"

/**
 * The registered name of a function that is given by name or by reference.
 *
 * @throws ZerobackError `bad_request` when it is neither.
 */
export function nameOf(fn: unknown): string {
  const name = typeof fn === "string" ? fn : (fn as { _name?: unknown } | null | undefined)?._name
  if (typeof name === "string") return name
  throw ZerobackError.coded(
    "bad_request",
    'A function is given by name ("tasks:create") or by reference (api.tasks.create, internal.tasks.create).',
  )
}

import { ZerobackError } from "@zeroback/values"

/**
 * The registered name of a function of the app that is given by name or by reference.
 *
 * @throws ZerobackError `bad_request` when it is neither, or a name that begins with `_`: those are the runtime's own.
 */
export function nameOf(fn: unknown): string {
  const name = typeof fn === "string" ? fn : (fn as { _name?: unknown } | null | undefined)?._name
  if (typeof name === "string") {
    if (!name.startsWith("_")) return name
    const refusal = `Function not found: "${name}". Check the name (path/module:export) and that it is deployed.`
    throw ZerobackError.coded("bad_request", refusal)
  }
  throw ZerobackError.coded(
    "bad_request",
    'A function is given by name ("tasks:create") or by reference (api.tasks.create, internal.tasks.create).',
  )
}

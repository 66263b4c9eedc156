const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/

/** The path of a member, as a programmer would write it: `args.list[3].when`, `args["a b"]`. */
export function memberPath(parent: string, key: string | number): string {
  if (typeof key === "number") return `${parent}[${key}]`
  return IDENTIFIER.test(key) ? `${parent}.${key}` : `${parent}[${JSON.stringify(key)}]`
}

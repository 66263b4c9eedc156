/**
 * The Worker's variables, secrets and bindings, for a project without types of its own. A pattern, since a declaration
 * of exactly `"cloudflare:workers"`, as @cloudflare/workers-types and `wrangler types` have it, goes before a pattern.
 */
declare module "cloudflare:worker*" {
  export const env: Readonly<Record<string, unknown>>
}

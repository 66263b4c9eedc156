import { RowCounter } from "./row-counter.js"

interface ObjectClass {
  new (ctx: any, env: any): { fetch(request: any): Promise<any> }
}

/** The same object with `GET /rows`, which answers the rows read and written since it was last asked. */
export function counted<Base extends ObjectClass>(base: Base): Base {
  const rows = new RowCounter()
  let watching = false
  return class extends (base as ObjectClass) {
    constructor(ctx: DurableObjectState, env: unknown) {
      if (!watching) rows.watch(ctx.storage.sql)
      watching = true
      super(ctx, env)
    }

    override fetch(request: Request): Promise<Response> {
      if (new URL(request.url).pathname === "/rows") return Promise.resolve(Response.json(rows.take()))
      return super.fetch(request)
    }
  } as unknown as Base
}

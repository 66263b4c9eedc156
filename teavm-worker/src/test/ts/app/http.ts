import { httpAction, httpRouter, ZerobackError } from "@zeroback/server"

const http = httpRouter()

const says = (text: string) => httpAction(() => new Response(text))

http.route({
  path: "/api/tasks",
  method: "GET",
  handler: httpAction(async (ctx, request) => {
    const project = new URL(request.url).searchParams.get("project") ?? ""
    return Response.json(await ctx.runQuery("tasks:list", { project }))
  }),
})

http.route({
  path: "/api/tasks",
  method: "POST",
  handler: httpAction(async (ctx, request) => {
    const id = await ctx.runMutation("tasks:create", (await request.json()) as object)
    return Response.json({ id }, { status: 201 })
  }),
})

http.routeWithPrefix({ pathPrefix: "/api/", method: "GET", handler: says("short") })
http.routeWithPrefix({ pathPrefix: "/api/tasks/", method: "GET", handler: says("long") })
http.routeWithPrefix({ pathPrefix: "/api/", method: "DELETE", handler: says("deleted") })
http.route({ path: "/a b", method: "GET", handler: says("spaced") })
http.route({ path: "/heard", method: "POST", handler: says("heard") })

/** Begins to read the body when the answer is asked for. */
http.route({
  path: "/later",
  method: "POST",
  handler: httpAction((_ctx, request) => {
    const pull = async (out: ReadableStreamDefaultController<Uint8Array>) => {
      out.enqueue(new Uint8Array(await request.arrayBuffer()))
      out.close()
    }
    return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }))
  }),
})

/** Answers each chunk as it comes, in capitals. */
http.route({
  path: "/shout",
  method: "POST",
  handler: httpAction((_ctx, request) => {
    const shouting = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, out) => out.enqueue(new TextEncoder().encode(new TextDecoder().decode(chunk).toUpperCase())),
    })
    return new Response(request.body!.pipeThrough(shouting))
  }),
})

/** Calls functions while the answer is on its way: it ends when there is a task to wait for. */
http.route({
  path: "/slowly",
  method: "GET",
  handler: httpAction((ctx) => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    const write = async () => {
      await writer.write(new TextEncoder().encode("begun"))
      let tasks: unknown[] = []
      while (tasks.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        tasks = (await ctx.runQuery("tasks:list", { project: "awaited" })) as unknown[]
      }
      await writer.write(new TextEncoder().encode(String(tasks.length)))
      await writer.close()
    }
    void write()
    return new Response(readable)
  }),
})

http.route({
  path: "/me",
  method: "GET",
  handler: httpAction(async (ctx) => {
    const direct = await ctx.auth.getUserIdentity()
    return Response.json({ direct, called: (await ctx.runQuery("tasks:whoAmI")) as unknown })
  }),
})

http.route({
  path: "/refuse",
  method: "GET",
  handler: httpAction(() => {
    throw new ZerobackError({ left: 0 }, "Out of stock")
  }),
})

http.route({
  path: "/fail",
  method: "GET",
  handler: httpAction(() => {
    throw new Error("secret of the app")
  }),
})

/** Deletes a task, which fails where it is gone. */
http.route({
  path: "/remove",
  method: "POST",
  handler: httpAction(async (ctx, request) => {
    await ctx.runMutation("tasks:remove", (await request.json()) as object)
    return new Response()
  }),
})

http.route({
  path: "/nothing",
  method: "GET",
  handler: httpAction((() => undefined) as unknown as () => Response),
})

http.routeWithPrefix({
  pathPrefix: "/stats/",
  method: "POST",
  handler: httpAction(async (ctx, request) => {
    const args = { project: new URL(request.url).pathname.slice("/stats/".length) }
    return Response.json({
      mutation: await ctx.runMutation("utils/stats:record", args),
      query: await ctx.runQuery({ _name: "utils/stats:taskStats" } as unknown as string, args as never),
      action: await ctx.runAction("utils/stats:measure", args),
    })
  }),
})

for (const kind of ["query", "mutation", "action"]) {
  http.route({
    path: `/checked/${kind}`,
    method: "POST",
    handler: httpAction(async (ctx, request) => {
      const call = kind === "query" ? ctx.runQuery : kind === "mutation" ? ctx.runMutation : ctx.runAction
      return Response.json(await call(`checked:${kind}`, (await request.json()) as object))
    }),
  })
}

export default http

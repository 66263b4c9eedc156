import { performance } from "node:perf_hooks"
import { Socket } from "../harness/socket.js"
import { interleaved } from "../interleaved.js"
import { expectList } from "../items.js"

/** Live queries that the socket has already: what is asked for in a round comes on top. */
const BEFORE = 2_000
/** Live queries asked for in a round. */
const ASKED = 500

/** One client with very many live queries asks for more, all at once: milliseconds until all are answered. */
export const subscribe = interleaved({
  name: "subscribe",
  title: `${ASKED} more live queries of a client with ${BEFORE.toLocaleString("en")}, all answered`,
  unit: "ms",
  async prepare(server) {
    const reader = await Socket.open(server.url)
    let asked = 0
    const ask = async (count: number): Promise<void> => {
      const projects = Array.from({ length: count }, () => `nowhere-${asked++}`)
      const none = (list: unknown): void => {
        throw new Error(`An update of a project that nobody writes: ${JSON.stringify(list)}`)
      }
      const lists = projects.map((project) => reader.subscribe("items:byProject", { project }, none))
      for (const [index, list] of (await Promise.all(lists)).entries()) expectList(list, projects[index]!, [])
    }
    for (let first = 0; first < BEFORE; first += ASKED) await ask(ASKED)

    return {
      async measure() {
        const began = performance.now()
        await ask(ASKED)
        return { figure: performance.now() - began, operations: ASKED }
      },
      close: () => reader.close(),
    }
  },
})

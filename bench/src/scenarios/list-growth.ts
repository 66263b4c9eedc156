import { medianSample } from "../harness/pipeline.js"
import { untilUpdated } from "../harness/until-updated.js"
import { interleaved } from "../interleaved.js"
import { expectId, newItem } from "../items.js"
import { watchLongList } from "../long-list.js"

/**
 * Documents come to a long live list at its end and go at its start, one with each write, as in a chat. The floor sends that
 * document or its id alone and does not read the list again. Measured are the milliseconds until the client holds the new list.
 */
export const listGrowth = interleaved({
  name: "list-growth",
  title: "1 document comes to a 1,000-document list, or goes",
  unit: "ms",
  async prepare(server, { effort }) {
    const { writer, watch, ids, close } = await watchLongList(server)
    let writes = 0

    const sample = async (): Promise<number> => {
      const comes = writes++ % 2 === 0
      const write = comes
        ? () => writer.mutation("items:add", newItem("long", writes))
        : () => writer.mutation("items:remove", { id: ids[0] })
      const { answer, results, millis } = await untilUpdated(write, [watch])
      if (comes) {
        expectId(answer)
        ids.push(answer)
      } else {
        ids.shift()
      }
      const [list] = results
      if (list.length !== ids.length || list[0]._id !== ids[0] || list.at(-1)._id !== ids.at(-1)) {
        throw new Error(`Write ${writes} is wrong: ${list.length} documents, ${JSON.stringify(list.at(-1))}`)
      }
      return millis
    }

    return {
      measure: () => medianSample(Math.ceil(effort.samples / 2), sample),
      close,
    }
  },
})

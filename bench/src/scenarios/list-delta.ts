import { medianSample } from "../harness/pipeline.js"
import { untilUpdated } from "../harness/until-updated.js"
import { interleaved } from "../interleaved.js"
import { LONG, watchLongList } from "../long-list.js"
import type { Scenario, Side } from "../scenario.js"

/**
 * One document of a long live list changes. The floor sends that document alone and does not read the list again.
 * Measured are the milliseconds until the client holds the new list, and the bytes that it took.
 */
export const listDelta: Scenario = {
  name: "list-delta",
  title: "1 document of a 1,000-document list changes",
  async run(bench) {
    const bytes: Record<Side, number[]> = { ours: [], floor: [] }
    const measurements = await timed(bytes).run(bench)
    const kilobytes = {
      ours: bytes.ours.map((it) => it / 1_024),
      floor: bytes.floor.map((it) => it / 1_024),
    }
    return [...measurements, { name: "list-delta-size", title: "- on the wire", unit: "KB", ...kilobytes }]
  },
  prepare: (...context) => timed({ ours: [], floor: [] }).prepare(...context),
}

/** @param bytes - gets the size of an update for each round */
function timed(bytes: Record<Side, number[]>) {
  return interleaved({
    name: "list-delta",
    title: "1 document of a 1,000-document list changes",
    unit: "ms",
    async prepare(server, { effort }, side) {
      const { writer, reader, watch, ids, close } = await watchLongList(server)
      const counts = new Array<number>(LONG).fill(0)
      let updates = 0

      const sample = async (): Promise<number> => {
        const index = (updates++ * 7) % LONG
        const write = () => writer.mutation("items:increment", { id: ids[index] })
        const { answer, results, millis } = await untilUpdated(write, [watch])
        const count = ++counts[index]!
        const [list] = results
        if (answer !== count || list.length !== LONG || list[index].count !== count) {
          throw new Error(`Update ${updates} is wrong: ${JSON.stringify(list[index])}`)
        }
        return millis
      }

      return {
        async measure() {
          const before = reader.bytesReceived
          const round = await medianSample(Math.ceil(effort.samples / 2), sample)
          bytes[side].push((reader.bytesReceived - before) / round.operations)
          return round
        },
        close,
      }
    },
  })
}

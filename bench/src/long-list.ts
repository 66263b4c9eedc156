import type { Server } from "./harness/server.js"
import { Socket } from "./harness/socket.js"
import { Watch } from "./harness/watch.js"
import { addItems, expectList } from "./items.js"

/** Documents of a long list. */
export const LONG = 1_000

/** A live list of 1,000 documents: one client writes them, another one watches them and takes patches. */
export interface LongList {
  readonly writer: Socket
  readonly reader: Socket
  readonly watch: Watch
  /** The documents' ids, oldest first. */
  readonly ids: string[]
  close(): Promise<void>
}

export async function watchLongList(server: Server): Promise<LongList> {
  const writer = await Socket.open(server.url)
  const reader = await Socket.openForPatches(server.url)
  const ids = await addItems(writer, "long", LONG)
  const watch = new Watch()
  expectList(await reader.subscribe("items:byProject", { project: "long" }, watch.receive), "long", ids)
  return {
    writer,
    reader,
    watch,
    ids,
    async close() {
      watch.close()
      await writer.close()
      await reader.close()
    },
  }
}

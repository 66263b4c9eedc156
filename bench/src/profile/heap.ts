import type { Server } from "../harness/server.js"
import { Inspector } from "./inspector.js"

const MEBIBYTE = 2 ** 20

/** MiB of the isolate's heap in use. workerd collects garbage for a snapshot, and in no other way on demand. */
export async function heapMebibytes(server: Server): Promise<number> {
  const inspector = await Inspector.connect(await server.inspectorUrl())
  await inspector.call("HeapProfiler.enable")
  await inspector.call("HeapProfiler.takeHeapSnapshot", { reportProgress: false })
  const { usedSize } = await inspector.call("Runtime.getHeapUsage")
  await inspector.close()
  return usedSize / MEBIBYTE
}

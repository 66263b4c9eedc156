import { createWorkerHandler, createZerobackDO } from "@zeroback/server/runtime"
import * as items from "./zeroback/items.js"
import { schema } from "./zeroback/schema.js"

const functions = Object.fromEntries(Object.entries(items).map(([name, fn]) => [`items:${name}`, fn]))

// The scenarios hold more sockets than an object takes by default.
export const BenchObject = createZerobackDO({ functions, schema }, { limits: { sockets: 20_000 } })
export default createWorkerHandler()

import { createWorkerHandler, createZerobackDO } from "@zeroback/server/runtime"
import * as items from "./zeroback/items.js"
import { schema } from "./zeroback/schema.js"

const functions = Object.fromEntries(Object.entries(items).map(([name, fn]) => [`items:${name}`, fn]))

export const BenchObject = createZerobackDO({ functions, schema })
export default createWorkerHandler()

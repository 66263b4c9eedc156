// The worker's entry: yours to change, for example to authenticate users.
import { createWorkerHandler, createZerobackDO } from "@zeroback/server/runtime"
import { cronJobsDef, functions, httpRouter, schema } from "../zeroback/_generated/manifest"

export const ZerobackDO = createZerobackDO({ functions, schema, httpRouter, cronJobsDef })

export default createWorkerHandler()

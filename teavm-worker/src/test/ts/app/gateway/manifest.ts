import http from "../http.js"
import * as checked from "../checked.js"
import * as tasks from "../tasks.js"

export { schema } from "../schema.js"
export const functions = Object.fromEntries(
  Object.entries({ checked, tasks }).flatMap(([module, exported]) =>
    Object.entries(exported).map(([name, fn]) => [`${module}:${name}`, fn]),
  ),
)
export const httpRouter = http
export const cronJobsDef = undefined

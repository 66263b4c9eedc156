import { FloorObject } from "./floor-object.js"

export { FloorObject as BenchObject }

export default {
  fetch(request: Request, env: { ZEROBACK_DO: DurableObjectNamespace }): Promise<Response> {
    return env.ZEROBACK_DO.get(env.ZEROBACK_DO.idFromName("default")).fetch(request)
  },
}

import { parseArgs } from "node:util"
import { availableStorages } from "../harness/storage.js"
import { describeMachine, machineText } from "../report/machine.js"
import { Scripts } from "../scripts.js"
import { soak, type SoakResult } from "./soak.js"

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "10" }, json: { type: "boolean", default: false } },
})
const minutes = Number(values.minutes)
if (!(minutes >= 1 && minutes <= 60)) {
  console.error(`--minutes ${values.minutes} is refused: give a number from 1 to 60.`)
  process.exit(1)
}
const storage = availableStorages().at(-1)!
const script = await new Scripts(false).get("ours", "plain")
const result = await soak(script, storage, minutes, (text) => console.error(`soak on ${storage}: ${text}`))
console.log(values.json ? JSON.stringify(result, null, 2) : textOf(result))
process.exitCode = result.faults.length === 0 ? 0 : 1

function textOf({ operations, drops, evictions, jobs, heap, resident, faults }: SoakResult): string {
  const memory = (pair: readonly [number, number]) => `${pair[0].toFixed(1)} -> ${pair[1].toFixed(1)} MiB`
  return [
    machineText(describeMachine()),
    `${minutes} minutes: ${operations} operations, ${jobs} jobs, ${drops} dropped connections, ${evictions} evictions`,
    `heap ${memory(heap)}, resident memory of workerd ${resident ? memory(resident) : "not known here"}`,
    faults.length === 0 ? "Nothing was lost, doubled or shown wrongly." : faults.join("\n"),
  ].join("\n")
}

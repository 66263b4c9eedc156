import { counted } from "../worker/counted.js"
import { BenchObject as Plain } from "./worker.js"

export { default } from "./worker.js"
export const BenchObject = counted(Plain)

// Runs the program once for each command line of argv[3], in one process: loading it takes most of the time of a short
// run. What ends by itself only after a while, or works with its environment, is run as a process of its own.
import { pathToFileURL } from "node:url"

const [node, , program, lines] = process.argv
const { main } = await import(pathToFileURL(program).href)
const print = process.stdout.write.bind(process.stdout)
process.setMaxListeners(0)
process.stdout.setMaxListeners(0)
process.stderr.setMaxListeners(0)

const results = JSON.parse(lines).map((args) => {
  const result = { code: null, stdout: "", stderr: "" }
  process.argv = [node, program, ...args]
  process.stdout.write = (text) => (result.stdout += text)
  process.stderr.write = (text) => (result.stderr += text)
  process.exit = (code) => (result.code ??= code)
  main([])
  return result
})
print(JSON.stringify(results))

// Tests of an app's own functions on a Node that brings SQLite: the oldest supported one, which runs this, brings none.
import assert from "node:assert/strict"
import { join } from "node:path"
import { after, test } from "node:test"
import { pathToFileURL } from "node:url"
import { repository } from "../lib/process.mjs"
import { Shell } from "./new-user/shell.mjs"

const shell = new Shell({ npm_config_yes: "true" })
const server = join(repository, "teavm-worker")

after(() => shell.close())

async function onNode22(command) {
  const { code, output } = await shell.run(server, `npx -p node@22 -c "${command}"`)
  assert.equal(code, 0, output)
  return output
}

test("Node 22 has a SQLite that the test backend can use", async () => {
  const module = pathToFileURL(join(server, "dist/testing/node-database.js")).href
  const script = `import('${module}').then(async (m) => console.log((await m.openNodeDatabase()).exec('SELECT 6 * 7', [])))`
  assert.match(await onNode22(`node -e \\"${script}\\"`), /\[ \[ 42 \] \]/)
})

test("the test backend does there what it does on the oldest Node", async () => {
  const vitest = join(repository, "node_modules/vitest/vitest.mjs")
  assert.match(await onNode22(`node ${vitest} run src/test/ts/testing`), /Tests +\d+ passed/)
})

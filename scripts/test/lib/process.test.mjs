// How programs of the build are run.
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { logs } from "../../lib/process.mjs"

const NAME = "of-the-test-of-processes"

test("a program that is not there is a failure with its reason in the log, and no crash at the end", () => {
  const library = JSON.stringify(join(import.meta.dirname, "../../lib/process.mjs"))
  const program = `import { run, tail } from ${library}
    const { code, log } = await run("${NAME}", "no-such-program", [])
    console.log(code, tail(log))
    process.exit(3)`
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  })
  rmSync(join(logs, `${NAME}.log`), { force: true })
  assert.deepEqual([status, stdout, stderr], [3, "1 spawn no-such-program ENOENT\n", ""])
})

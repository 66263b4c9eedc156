// The parts of `npm test`, in two lanes that run side by side. One without a lane is run by that which has nothing else left. A
// part that runs no test runner counts as one check. One with `unless` is left out where the part of that name runs.
import { readdirSync, readFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { clearSurefire, surefireCounts, tapCounts, withCounts, withVitestCounts } from "./counts.mjs"
import { logs, repository, run } from "./process.mjs"

const packages = ["packages/values", "packages/client", "packages/react", "packages/solid", "teavm-worker", "cli"]

/** Where the programs of npm packages are found by name, as npx finds them. */
const env = { ...process.env, PATH: `${join(repository, "node_modules/.bin")}${delimiter}${process.env.PATH}` }

/**
 * For the JVMs of tests, as `.mvn/jvm.config` has it for Maven's: most code runs too briefly to earn back the time of the
 * second compiler, and each fault of the simulation loads the engine anew. Nightly runs, which are long, do without.
 */
const BRIEF_JVM = "-DargLine=-XX:TieredStopAtLevel=1"

/** What runs Maven, whose runs write to the same folders, and what uses what they have written. */
const java = [
  check("format-java", "mvn", ["-B", "-q", "-ntp", "spotless:check"]),
  junit("core", ["-pl", "core"]),
  // What vitest-teavm-worker replays. All tests of core make it as well.
  {
    ...check("record-for-teavm-worker", "mvn", [
      "-B",
      "-q",
      "-ntp",
      "-pl",
      "core",
      "test",
      "-Dtest=RecordedRunsTest",
      BRIEF_JVM,
    ]),
    unless: "junit-core",
  },
  vitest("teavm-worker"),
  junit("cli", ["-pl", "core,cli", "-Dtest=dev.zeroback.cli.**", "-Dsurefire.failIfNoSpecifiedTests=false"]),
  junit("conformance-tests", ["-pl", "conformance-tests"]),
  nodeTests("release", "scripts/test/release.test.mjs", "scripts/test/pack.test.mjs"),
]

const node = [
  check("format", "prettier", ["--check", "."]),
  check("lint", "eslint", ["."]),
  ...[
    "packages/values",
    "packages/client",
    "packages/react",
    "packages/solid",
    "teavm-worker",
    "bench",
    "conformance-tests",
    "examples/todo",
    "examples/chat",
    "examples/board",
  ].map((folder) => check(`types-${short(folder)}`, ...script(folder, "typecheck"))),
  check("samples", "node", ["scripts/check-samples.mjs"]),
  nodeTests("docs", ...testsIn("scripts/test/docs")),
  nodeTests("scripts", ...testsIn("scripts/test/lib"), "scripts/test/start.test.mjs"),
  nodeTests("newer-node", "scripts/test/newer-node.test.mjs"),
  ...packages.map((folder) => check(`publint-${short(folder)}`, "publint", ["--strict", folder])),
  ...packages
    .filter((folder) => folder !== "cli")
    .map((folder) => check(`attw-${short(folder)}`, "attw", ["--pack", folder, "--profile", "esm-only"])),
  // The longest part, which is begun as long as the other lane has much to do.
  vitest("cli"),
]

/** What only reads what others read too; the longest is first, so that both lanes end at about the same time. */
const either = [
  nodeTests("new-user", "scripts/test/new-user.test.mjs"),
  ...["packages/client", "packages/react", "packages/solid", "packages/values", "bench"].map(vitest),
]

export const parts = [...java.map(inLane("java")), ...node.map(inLane("node")), ...either]

function inLane(lane) {
  return (part) => ({ ...part, lane })
}

function short(folder) {
  return folder.split("/").at(-1)
}

/** What `npm run` would run in a package, which takes npm most of a second to find out. */
function script(folder, name, args = []) {
  const cwd = join(repository, folder)
  const { scripts } = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8"))
  return ["sh", ["-c", `${scripts[name]} "$@"`, "sh", ...args], { cwd }]
}

function check(name, command, args, options = {}) {
  return {
    name,
    async run() {
      const result = await run(`test-${name}`, command, args, { env, ...options })
      const passed = result.code === 0
      return { ...result, passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 }
    },
  }
}

function testsIn(folder) {
  return readdirSync(join(repository, folder))
    .filter((name) => name.endsWith(".test.mjs"))
    .map((name) => `${folder}/${name}`)
}

function nodeTests(name, ...files) {
  return {
    name,
    files,
    async run() {
      const result = await run(`test-${name}`, "node", ["--test", "--test-reporter=tap", ...files])
      return withCounts(result, tapCounts(result.log))
    },
  }
}

function vitest(folder) {
  const name = `vitest-${short(folder)}`
  const report = join(logs, `${name}.json`)
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`]
  const [command, args, options] = script(folder, "test", reporters)
  return {
    name,
    run: () => withVitestCounts(report, () => run(`test-${name}`, command, args, { env, ...options })),
  }
}

function junit(module, selection) {
  return {
    name: `junit-${module}`,
    async run() {
      clearSurefire(module)
      const result = await run(`test-junit-${module}`, "mvn", ["-B", "-ntp", ...selection, "test", BRIEF_JVM])
      return withCounts(result, surefireCounts(module))
    },
  }
}

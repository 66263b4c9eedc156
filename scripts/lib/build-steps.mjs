// Everything that has to be built. A step runs when its inputs have changed since it last succeeded.
import { createHash } from "node:crypto"
import { isFresh, hashOf, markFresh } from "./freshness.mjs"
import { end, run, tail } from "./process.mjs"
import { requireTools } from "./tools.mjs"

// No jar is made: tests run against the folders of classes too, and Maven compiles anew what was compiled against a jar.
const maven = ["-B", "-q", "-ntp", "-Dmaven.test.skip=true"]

const steps = [
  {
    name: "install",
    says: "installing npm packages",
    inputs: ["package-lock.json"],
    outputs: ["node_modules/.package-lock.json"],
    command: ["npm", ["ci", "--no-audit", "--no-fund"]],
  },
  {
    name: "engine",
    says: "compiling the engine: Java to one ES module",
    inputs: ["pom.xml", ".mvn", "core/pom.xml", "core/src/main", "teavm-worker/pom.xml", "teavm-worker/src/main/java"],
    outputs: ["teavm-worker/target/release/engine.js", "teavm-worker/target/strict/engine.js"],
    command: ["mvn", [...maven, "-pl", "core,teavm-worker", "process-classes"]],
  },
  {
    name: "cli-program",
    says: "compiling the CLI: Java to a Node program",
    inputs: ["pom.xml", ".mvn", "core/pom.xml", "core/src/main", "cli/pom.xml", "cli/src/main"],
    outputs: ["cli/target/node/zeroback.js"],
    command: ["mvn", [...maven, "-pl", "core,cli", "prepare-package"]],
  },
  workspace("values", "packages/values", ["install"], []),
  workspace("client", "packages/client", ["install", "values"], []),
  workspace("react", "packages/react", ["install", "client"], []),
  workspace("solid", "packages/solid", ["install", "client"], []),
  workspace("server", "teavm-worker", ["install", "values", "engine"], ["teavm-worker/scripts"]),
  workspace("cli", "cli", ["install", "cli-program"], ["cli/scripts", "wrangler-template"]),
  {
    // npm links a program only when its file is there, and on a fresh clone the install comes before the build.
    name: "cli-link",
    says: "linking the zeroback command",
    after: ["install"],
    inputs: ["cli/package.json"],
    outputs: ["node_modules/.bin/zeroback"],
    command: ["npm", ["rebuild", "@zeroback/cli", "--ignore-scripts"]],
  },
]

/** An npm package whose `build` script makes `dist/`. `after` names the steps whose results it uses. */
function workspace(name, folder, after, extraInputs) {
  return {
    name,
    says: `building ${folder}`,
    after,
    inputs: [
      `${folder}/package.json`,
      `${folder}/tsconfig.json`,
      `${folder}/tsconfig.build.json`,
      `${folder}/src`,
      ...extraInputs,
    ],
    outputs: [`${folder}/dist`],
    command: ["npm", ["run", "build", "-w", folder]],
  }
}

/** Builds what is out of date, as {@link build} does. */
export async function buildAll() {
  await build(steps)
}

/**
 * Runs those of `all` that are out of date: those of Maven one after the other, which write to the same folders, and beside
 * them the others, each after those whose results it uses. Ends the program with the output of the step that fails, or at
 * once when a tool is missing that a step needs.
 */
export async function build(all) {
  const due = dueOf(all)
  // Asking Maven for its version takes longer than finding out that it is not needed.
  if (due.some(isMavens)) requireTools()
  const ends = new Map()
  for (const step of due) {
    const before = due.slice(0, due.indexOf(step)).findLast((each) => isMavens(each) === isMavens(step))
    const awaited = [before?.name, ...(step.after ?? [])].map((name) => ends.get(name))
    ends.set(
      step.name,
      Promise.all(awaited).then(() => runStep(step)),
    )
  }
  await Promise.all(ends.values())
}

const isMavens = ({ command }) => command[0] === "mvn"

async function runStep(step) {
  console.log(`${step.says} ...`)
  const result = await run(step.name, ...step.command)
  if (result.code !== 0) {
    console.error(tail(result.log))
    console.error(`\nThe build failed while ${step.says}; the whole output is in ${result.log}`)
    await end(1)
  }
  markFresh(step, step.hash)
  console.log(`${step.says}: ${result.seconds} s`)
}

/** The steps whose inputs, or those of a step before them, have changed; each with the hash of its inputs. */
function dueOf(all) {
  const hashes = new Map()
  return all
    .map((step) => {
      const upstream = (step.after ?? []).map((name) => hashes.get(name)).join(" ")
      const hash = createHash("sha256")
        .update(`${hashOf(step.inputs)} ${upstream} ${JSON.stringify(step.command)}`)
        .digest("hex")
      hashes.set(step.name, hash)
      return { ...step, hash }
    })
    .filter((step) => !isFresh(step, step.hash))
}

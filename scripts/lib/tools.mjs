// The tools that have to be there before anything is installed: Node, a JDK and Maven.
import { spawnSync } from "node:child_process"

/** One clear sentence for each tool that is missing or too old; empty when all are there. */
function missingTools() {
  return [nodeProblem(), jdkProblem(), mavenProblem()].filter((problem) => problem !== null)
}

function nodeProblem() {
  const [major, minor] = process.versions.node.split(".").map(Number)
  const enough = major > 20 || (major === 20 && minor >= 19)
  return enough
    ? null
    : `Node.js 20.19 or newer is needed, this is ${process.versions.node}: install it from nodejs.org.`
}

function jdkProblem() {
  const answer = firstLine(process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/javac` : "javac", ["-version"])
  if (answer === null) return "A JDK 17 or newer is needed, but javac was not found: install one, or set JAVA_HOME."
  const major = Number(/javac (\d+)/.exec(answer)?.[1] ?? 0)
  return major >= 17 ? null : `A JDK 17 or newer is needed, this is "${answer}": install one, or set JAVA_HOME.`
}

function mavenProblem() {
  return firstLine("mvn", ["--version"]) === null
    ? "Maven is needed, but mvn was not found: install Apache Maven."
    : null
}

function firstLine(command, args) {
  const result = spawnSync(command, args, { encoding: "utf8" })
  if (result.error || result.status !== 0) return null
  return (result.stdout || result.stderr).trim().split("\n")[0]
}

/** What was missing when it was asked for; asking takes a second, and nothing is installed meanwhile. */
let missing

/** Ends the program with a sentence for each missing tool. */
export function requireTools() {
  missing ??= missingTools()
  endWith(missing)
}

/** Ends the program where its Node is too old. */
export function requireNode() {
  endWith([nodeProblem()].filter((problem) => problem !== null))
}

function endWith(problems) {
  if (problems.length === 0) return
  for (const problem of problems) console.error(problem)
  process.exit(1)
}

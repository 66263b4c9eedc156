// Counts tests from the reports that the runners write.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { repository } from "./process.mjs"

/** Removes Surefire's reports of earlier runs. */
export function clearSurefire(module) {
  rmSync(join(repository, module, "target/surefire-reports"), { recursive: true, force: true })
}

/** Tests in Surefire's XML reports of a Maven module. */
export function surefireCounts(module) {
  const folder = join(repository, module, "target/surefire-reports")
  const counts = { passed: 0, failed: 0, skipped: 0 }
  if (!existsSync(folder)) return counts
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".xml"))) {
    const head = /<testsuite [^>]*>/.exec(readFileSync(join(folder, name), "utf8"))?.[0] ?? ""
    const number = (attribute) => Number(new RegExp(`\\b${attribute}="(\\d+)"`).exec(head)?.[1] ?? 0)
    const failed = number("failures") + number("errors")
    counts.failed += failed
    counts.skipped += number("skipped")
    counts.passed += number("tests") - failed - number("skipped")
  }
  return counts
}

/** Runs Vitest, and counts the tests in the JSON report that it writes; an earlier report does not count. */
export async function withVitestCounts(report, runTests) {
  rmSync(report, { force: true })
  return withCounts(await runTests(), vitestCounts(report))
}

function vitestCounts(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0 }
  const result = JSON.parse(readFileSync(report, "utf8"))
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests,
    skipped: result.numPendingTests + result.numTodoTests,
  }
}

/** Tests in the output of Node's test runner, in the TAP form. */
export function tapCounts(log) {
  const text = readFileSync(log, "utf8")
  const number = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, "m").exec(text)?.[1] ?? 0)
  return {
    passed: number("pass"),
    failed: number("fail") + number("cancelled"),
    skipped: number("skipped") + number("todo"),
  }
}

/** A runner that failed without a failed test, or ran none, has failed. */
export function withCounts(result, counts) {
  const ran = counts.passed + counts.failed > 0
  const failed = (result.code !== 0 || !ran) && counts.failed === 0 ? 1 : counts.failed
  return { ...result, ...counts, failed, code: result.code === 0 && ran && counts.skipped === 0 ? 0 : 1 }
}

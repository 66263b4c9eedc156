import { execFileSync } from "node:child_process"

/**
 * The programs that this process has started and that still run.
 *
 * @returns {number[]} Their process ids.
 */
export function childPids() {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" })
  return table
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, command]) => Number(parent) === process.pid && command !== "ps")
    .map(([pid]) => Number(pid))
}

import { existsSync, readdirSync, readFileSync } from "node:fs"

/** Ids of this process's children of that name; empty where there is no `/proc`. */
export function childrenNamed(name: string): number[] {
  const list = read(`/proc/${process.pid}/task/${process.pid}/children`) ?? ""
  const children = list
    .split(" ")
    .filter((it) => it !== "")
    .map(Number)
  return children.filter((pid) => read(`/proc/${pid}/comm`)?.trim() === name)
}

/** Milliseconds of CPU that a process's threads have used; undefined where there is no `/proc`. */
export function cpuMillis(pid: number): number | undefined {
  const threads = existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`) : []
  let nanos = 0
  for (const thread of threads) nanos += Number(read(`/proc/${pid}/task/${thread}/schedstat`)?.split(" ")[0] ?? 0)
  return nanos === 0 ? undefined : nanos / 1e6
}

/** Bytes of memory that a process keeps resident; undefined where there is no `/proc`. */
export function residentBytes(pid: number): number | undefined {
  const line = read(`/proc/${pid}/status`)?.match(/^VmRSS:\s+(\d+) kB$/m)
  return line ? Number(line[1]) * 1_024 : undefined
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

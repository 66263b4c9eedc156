import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { benchRoot, bundleWorker, sizeOf, type Size } from "./harness/workers.js"
import type { Measurement } from "./scenario.js"

const repository = join(benchRoot, "..")

/** Sizes of what a deploy uploads, in KB of 1,024 bytes. */
export async function measureSizes(): Promise<Measurement[]> {
  const engine = join(repository, "teavm-worker/dist/engine.js")
  const todo = join(repository, "examples/todo/.zeroback/entry.ts")
  return [
    ...figures("engine", "engine.js", sizeOf(readFileSync(engine, "utf8"))),
    ...figures(
      "bench-bundle",
      "worker bundle of the bench app",
      sizeOf(await bundleWorker(join(benchRoot, "app/worker.ts"))),
    ),
    ...(existsSync(todo)
      ? figures("todo-bundle", "worker bundle of the todo app", sizeOf(await bundleWorker(todo)))
      : []),
  ]
}

function figures(name: string, title: string, { minified, gzipped }: Size): Measurement[] {
  return [
    { name: `${name}-minified`, title: `${title}, minified`, unit: "KB", ours: [minified / 1_024] },
    { name: `${name}-gzipped`, title: `${title}, minified and gzipped`, unit: "KB", ours: [gzipped / 1_024] },
  ]
}

import { join } from "node:path"
import { benchRoot, bundleWorker } from "./harness/workers.js"
import type { Side } from "./scenario.js"

export type Variant = "plain" | "counted"

const FOLDERS: Record<Side, string> = { ours: "app", floor: "floor" }
const ENTRIES: Record<Variant, string> = { plain: "worker.ts", counted: "counted-worker.ts" }

/** The module that a Worker is bundled from. */
export function entryOf(side: Side, variant: Variant): string {
  return join(benchRoot, FOLDERS[side], ENTRIES[variant])
}

/** Bundles Workers when they are first asked for. */
export class Scripts {
  private readonly bundles = new Map<string, Promise<string>>()

  /** @param floorOnly - the floor stands in for ours, to check the harness */
  constructor(private readonly floorOnly: boolean) {}

  /** Which program plays that side. */
  programOf(side: Side): Side {
    return this.floorOnly ? "floor" : side
  }

  get(side: Side, variant: Variant): Promise<string> {
    const entry = entryOf(this.programOf(side), variant)
    let bundle = this.bundles.get(entry)
    if (bundle === undefined) this.bundles.set(entry, (bundle = bundleWorker(entry)))
    return bundle
  }
}

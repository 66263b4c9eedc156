import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { benchRoot } from "./workers.js"

/** Where the objects' databases lie. On a disk every commit waits for it; a tmpfs shows the rest of the work alone. */
export type Storage = "disk" | "tmpfs"

const SHARED_MEMORY = "/dev/shm"

export function availableStorages(): Storage[] {
  return existsSync(SHARED_MEMORY) ? ["disk", "tmpfs"] : ["disk"]
}

/** A folder of its own for one server's database. */
export class DatabaseFolder {
  readonly path: string

  constructor(storage: Storage) {
    const parent = storage === "tmpfs" ? SHARED_MEMORY : join(benchRoot, ".databases")
    mkdirSync(parent, { recursive: true })
    this.path = mkdtempSync(join(parent, "zeroback-bench-"))
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

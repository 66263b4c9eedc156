import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

const repository = join(import.meta.dirname, "../../../..")
const golden = join(import.meta.dirname, "../resources/golden")

/** A golden project's files: what the author wrote and what code generation made of it. */
export interface GoldenProject {
  name: string
  /** By path below the project's folder. */
  files: Map<string, string>
  failing: boolean
}

/** Reads the golden projects; `GoldenProject.java` describes their format. */
export function goldenProjects(): GoldenProject[] {
  const server = sectionsOf("todo.txt").get("server.ts") ?? ""
  return readdirSync(golden).map((name) => {
    const sections = sectionsOf(name)
    const files = new Map<string, string>()
    for (const [section, text] of sections) {
      files.set(section.includes("/") ? section : join("zeroback/_generated", section), text)
    }
    files.set("zeroback/_generated/server.ts", server)
    return { name: name.replace(".txt", ""), files, failing: sections.has("errors") }
  })
}

export function goldenProject(name: string): GoldenProject {
  const found = goldenProjects().find((project) => project.name === name)
  if (found === undefined) throw new Error(`There is no golden project "${name}"`)
  return found
}

/** Writes a project below `folder`, where it finds this repository's `@zeroback/server`. */
export function unpack(project: { files: Map<string, string> }, folder: string): void {
  for (const [path, text] of project.files) {
    const target = join(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}

/** Makes `@zeroback/*` of this repository importable below `folder`. */
export function linkPackages(folder: string): void {
  const scope = join(folder, "node_modules/@zeroback")
  mkdirSync(scope, { recursive: true })
  for (const [name, target] of [
    ["server", "teavm-worker"],
    ["values", "packages/values"],
    ["client", "packages/client"],
  ] as const) {
    symlinkSync(join(repository, target), join(scope, name))
  }
}

/** Makes the TypeScript of this repository that of the project: then the types of its functions are checked, which takes long. */
export function linkTypeScript(folder: string): void {
  symlinkSync(join(repository, "node_modules/typescript"), join(folder, "node_modules/typescript"))
}

function sectionsOf(name: string): Map<string, string> {
  const sections = new Map<string, string>()
  for (const part of readFileSync(join(golden, name), "utf8").split(/^=== /m).slice(1)) {
    const lineEnd = part.indexOf("\n")
    sections.set(part.slice(0, lineEnd), part.slice(lineEnd + 1))
  }
  return sections
}

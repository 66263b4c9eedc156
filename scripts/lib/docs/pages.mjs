// The Markdown of this repository: its files, links, headings and what it names in code marks.
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { repository } from "../process.mjs"

/** Paths of files that git knows or would add, from the repository's root. */
export function repositoryFiles() {
  const { status, stdout, stderr } = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: repository,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  })
  if (status !== 0) throw new Error(`git ls-files failed: ${stderr}`)
  return stdout.trim().split("\n")
}

/** The text of a file of the repository. */
export function read(path) {
  return readFileSync(join(repository, path), "utf8")
}

/** The page without its fenced samples and comments. */
export function prose(text) {
  return text.replace(/^( *)```[\s\S]*?^\1```/gm, "").replace(/<!--[\s\S]*?-->/g, "")
}

/** Targets of the page's links and pictures, without those to other hosts. */
export function linksOf(text) {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
}

/** What a page's headings can be linked by. */
export function anchorsOf(text) {
  return [...prose(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-"),
  )
}

/** What stands in code marks, each once. */
export function codeMarksOf(text) {
  return [...new Set([...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code))]
}

/** The rows of a page's tables: the texts of their cells. */
export function tableRowsOf(text) {
  return prose(text)
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\|[\s|:-]+\|$/.test(line))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

// What the documentation points at exists.
import assert from "node:assert/strict"
import { dirname, join, normalize } from "node:path"
import { test } from "node:test"
import { anchorsOf, codeMarksOf, linksOf, read, repositoryFiles } from "../../lib/docs/pages.mjs"

const files = repositoryFiles()
const folders = new Set(files.flatMap((file) => parents(file)))
const exists = (path) => files.includes(path) || folders.has(path.replace(/\/$/, ""))
const pages = files.filter((path) => path.endsWith(".md") && !path.includes("/resources/"))

/** Pages about the repository itself: a path in them is one of the repository. */
const ofTheRepository = [
  "CONTRIBUTING.md",
  "README.md",
  "bench/README.md",
  ...pages.filter((path) => /^docs\/(adr\/|architecture|wire-protocol|dependencies|releasing)/.test(path)),
]

test("every link leads to a file, a folder or a heading", () => {
  const broken = []
  for (const page of pages) {
    for (const link of linksOf(read(page))) {
      const [target, anchor] = link.split("#")
      const path = target === "" ? page : normalize(join(dirname(page), target))
      if (!exists(path)) broken.push(`${page}: ${link}`)
      else if (anchor !== undefined && path.endsWith(".md") && !anchorsOf(read(path)).includes(anchor))
        broken.push(`${page}: ${link} (no such heading)`)
    }
  }
  assert.deepEqual(broken, [])
})

test("every path in code marks of a page about the repository exists", () => {
  const missing = []
  for (const page of ofTheRepository) {
    for (const mark of codeMarksOf(read(page))) {
      if (isPath(mark) && !exists(mark) && !exists(normalize(join(dirname(page), mark))))
        missing.push(`${page}: ${mark}`)
    }
  }
  assert.deepEqual(missing, [])
})

test("every Java or TypeScript class that CONTRIBUTING names exists", () => {
  const names = codeMarksOf(read("CONTRIBUTING.md")).filter((mark) => /^[A-Z][a-z]+([A-Z][a-z]+)+$/.test(mark))
  assert.ok(names.length >= 10, `only ${names.length} names were found`)
  const known = new Set(
    files.map((file) =>
      file
        .split("/")
        .at(-1)
        .replace(/\.java$/, ""),
    ),
  )
  assert.deepEqual(
    names.filter((name) => !known.has(name)),
    [],
  )
})

test("every guide is in the index of docs/", () => {
  const index = linksOf(read("docs/README.md")).map((link) => normalize(join("docs", link.split("#")[0])))
  const guides = pages.filter((path) => /^docs\/[^/]+\.md$/.test(path) && path !== "docs/README.md")
  assert.deepEqual(
    guides.filter((guide) => !index.includes(guide)),
    [],
  )
})

test("every Java package says what it is for", () => {
  const java = files.filter((path) => path.endsWith(".java"))
  const main = new Set(java.filter((path) => path.includes("/src/main/")).map(dirname))
  const packages = [...new Set(java.map(dirname))].filter(
    (folder) => main.has(folder) || !main.has(folder.replace("/src/test/", "/src/main/")),
  )
  assert.ok(packages.length > 20, `only ${packages.length} packages were found`)
  assert.deepEqual(
    packages.filter((folder) => !files.includes(`${folder}/package-info.java`)),
    [],
  )
  const silent = [...main].filter((folder) => !/\bimports?\b/i.test(read(`${folder}/package-info.java`)))
  assert.deepEqual(silent, [], "these do not say what they may import")
})

function parents(file) {
  const parts = file.split("/").slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"))
}

/** Whether a text in code marks looks like a path of this repository. */
function isPath(mark) {
  if (/[\s<>{}*"'$=]|^[@/]|^\.{1,2}\/|:|^zeroback\/|_generated|node_modules|^dist\/|\/dist\b|^_|NNNN/.test(mark))
    return false
  return (
    /^[\w.-]+(\/[\w.-]+)+\/?$/.test(mark) &&
    /^(core|cli|teavm-worker|packages|docs|scripts|bench|examples|conformance-tests|wrangler-template)\//.test(mark)
  )
}

// What of other projects is inside our npm packages, rather than installed beside them, and under which licences.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { repository } from "../process.mjs"

const TEAVM = {
  name: "TeaVM class library and runtime",
  group: "org.teavm",
  artifacts: ["teavm-classlib", "teavm-jso", "teavm-platform"],
  versionProperty: "teavm.version",
  home: "https://teavm.org",
  license: "Apache-2.0",
  notice:
    "Copyright Alexey Andreev and contributors. Includes software developed by The Apache Software Foundation\n(https://www.apache.org/).",
}

const ANTLR = {
  name: "ANTLR 4 runtime",
  group: "org.antlr",
  artifacts: ["antlr4-runtime"],
  versionProperty: "antlr.version",
  home: "https://www.antlr.org",
  license: "BSD-3-Clause",
  notice: "Copyright (c) 2012-2022 The ANTLR Project. All rights reserved.",
}

/** By the package's folder. */
export const bundled = { "teavm-worker": [TEAVM], cli: [TEAVM, ANTLR] }

/** The version of a component, from the root pom.xml. */
export function versionOf(component) {
  const property = component.versionProperty.replace(".", "\\.")
  const pom = readFileSync(join(repository, "pom.xml"), "utf8")
  return new RegExp(`<${property}>([^<]+)<`).exec(pom)[1]
}

/** What a package's folder contains of others, each with its version and licence. */
export function containedBy(folder) {
  return (bundled[folder] ?? []).map((component) => `${component.name} ${versionOf(component)} (${component.license})`)
}

/** The text of a package's THIRD_PARTY_LICENSES. */
export function noticesOf(folder) {
  const components = bundled[folder]
  const parts = components.map(
    (component) =>
      `${component.name} ${versionOf(component)} (${component.license}), ${component.home}\n${component.notice}`,
  )
  const licenses = [...new Set(components.map((component) => component.license))].map(
    (id) => `--- ${id} ---\n\n${readFileSync(join(import.meta.dirname, "licenses", `${id}.txt`), "utf8").trimEnd()}`,
  )
  const head = "This package contains code of the following projects. Their licences are below."
  return `${[head, ...parts, ...licenses].join("\n\n")}\n`
}

/** A sentence for each package whose THIRD_PARTY_LICENSES says something else. */
export function noticesProblems() {
  return Object.keys(bundled)
    .filter((folder) => readFileSync(join(repository, folder, "THIRD_PARTY_LICENSES"), "utf8") !== noticesOf(folder))
    .map((folder) => `${folder}/THIRD_PARTY_LICENSES is out of date; write it with: npm run release:notices`)
}

// Runs `npm test` as most users have it: on another Node than this one, with the newest Wrangler and Miniflare for that.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { end, repository, run, start, tail } from "./process.mjs"

const PARTS = ["cli/dist", "cli/package.json"]

/**
 * Starts `npm test` again on the newest Node of a major version, and ends this program with it. What is built is used as
 * it is. The tests find the CLI in a folder of its own beside its newest dependencies, as a user has it.
 *
 * @param {string} major - Such as "24".
 * @param {string[]} args - Of `scripts/test.mjs`.
 * @returns {Promise<never>}
 */
export async function testOnNode(major, args) {
  const folder = join(repository, ".build", `node-${major}`)
  const modules = join(folder, "node_modules")
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n')
  // npm takes the newest package that the Node it runs on can run.
  await install(folder, [`node@${major}`], process.env)
  const env = { ...process.env, PATH: `${join(modules, "node/bin")}${delimiter}${process.env.PATH}` }
  const { dependencies } = manifest(join(repository, "cli"))
  const packages = Object.entries(dependencies).map(([name, range]) => `${name}@${range}`)
  await install(folder, packages, env)

  const cli = join(modules, "@zeroback")
  rmSync(cli, { recursive: true, force: true })
  for (const part of PARTS) cpSync(join(repository, part), join(cli, part), { recursive: true })
  const versions = ["node", "wrangler", "miniflare"].map((name) => `${name} ${manifest(join(modules, name)).version}`)
  console.log(`Testing with ${versions.join(", ")}.`)
  const child = start("node", [join(repository, "scripts/test.mjs"), ...args], {
    env: {
      ...env,
      ZEROBACK_TEST_CLI: join(cli, "cli/dist/zeroback.js"),
      ZEROBACK_TEST_MINIFLARE: join(modules, "miniflare/dist/src/index.js"),
    },
    stdio: "inherit",
  })
  return end(await new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1))))
}

async function install(folder, packages, env) {
  const command = ["install", "--no-audit", "--no-fund", "--prefix", folder, ...packages]
  const { code, log } = await run("install-other-node", "npm", command, { cwd: folder, env })
  if (code === 0) return
  console.error(`${tail(log)}\nnpm could not install ${packages.join(" and ")}.`)
  await end(1)
}

function manifest(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
}

// Bundles a worker's own sources with the esbuild that Wrangler brings. Wrangler bundles the result once more: it
// finds the packages and knows what the runtime provides.
import { existsSync, readFileSync, realpathSync } from "node:fs"
import { createRequire, isBuiltin } from "node:module"
import path from "node:path"

/** What Wrangler itself provides with nodejs_compat, installed or not. */
const PROVIDED = new Set(["cross-fetch", "debug", "fsevents", "inherits", "node-fetch", "whatwg-url"])
const CONFIGURATIONS = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"]
const SUFFIXES = ["", ".ts", ".tsx", ".js", ".json", "/index.ts"]
const PACKAGE_NAME = /^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*/i

const slashed = (name) => name.split(path.sep).join("/")

/** Calls back with the module's text, the sources that it was or would be made of, and what is wrong. */
export function bundle(beside, directory, entry, output, adder, onBundled) {
  const sources = new Set()
  const note = (name) => sources.add(slashed(name))
  const esbuild = createRequire(realpathSync(beside))("esbuild")
  withSearch(esbuild, directory, (search) =>
    esbuild.build({
      absWorkingDir: directory,
      entryPoints: [entry],
      outfile: output,
      bundle: true,
      format: "esm",
      target: "es2024",
      packages: "external",
      sourcemap: "inline",
      loader: { ".txt": "text", ".html": "text", ".sql": "text" },
      write: false,
      logLevel: "silent",
      plugins: [binaries(output), noted(note), packages(directory, search, adder)],
    }),
  )
    .then(
      (result) => [result.outputFiles.find((file) => file.path === path.resolve(output)).text, []],
      (error) => ["", error.errors ? problems(error.errors) : [String(error.message)]],
    )
    .then(([module, wrong]) => onBundled(module, Array.from(sources), wrong))
}

/** Runs a build with a search that finds packages as Wrangler does: only a plugin of another build has one. */
async function withSearch(esbuild, directory, build) {
  let building
  await esbuild.build({
    stdin: { contents: "", resolveDir: directory },
    absWorkingDir: directory,
    bundle: true,
    write: false,
    logLevel: "silent",
    conditions: (process.env.WRANGLER_BUILD_CONDITIONS ?? "workerd,worker,browser").split(","),
    platform: process.env.WRANGLER_BUILD_PLATFORM,
    plugins: [
      {
        name: "search",
        setup(searching) {
          searching.onStart(async () => {
            building = build((name, from) => searching.resolve(name, { kind: "import-statement", resolveDir: from }))
            await building.catch(() => undefined)
          })
        },
      },
    ],
  })
  return building
}

/** Binary modules cannot go into a bundle: they are imported from where they are. */
function binaries(output) {
  return {
    name: "binaries",
    setup(build) {
      build.onResolve({ filter: /[.](wasm|bin)([?]module)?$/ }, (found) => {
        if (found.path[0] !== ".") return undefined
        const target = path.resolve(found.resolveDir, found.path)
        return { external: true, path: slashed(path.relative(path.dirname(output), target)) }
      })
    },
  }
}

/** An import that leads nowhere may mean a file of any of the names that are noted. */
function noted(note) {
  const plugin = {
    name: "noted",
    setup(build) {
      build.onLoad({ filter: /(?:)/ }, (found) => {
        if (found.namespace === "file") note(found.path)
        return undefined
      })
      build.onResolve({ filter: /^[.]/ }, async (found) => {
        if (found.pluginData === plugin) return undefined
        const { kind, importer, resolveDir } = found
        const result = await build.resolve(found.path, { kind, importer, resolveDir, pluginData: plugin })
        if (result.errors.length > 0) {
          const target = path.resolve(resolveDir, found.path)
          for (const suffix of SUFFIXES) note(target + suffix)
        }
        return undefined
      })
    },
  }
  return plugin
}

/**
 * Packages stay imports, for Wrangler to bundle; but of one that is not there, Wrangler could only tell where it stands
 * in the bundle, and a package of the user's workspace that is TypeScript is a source as the others are. What may be
 * optional, in a `require` or an `import()`, is left to Wrangler.
 */
function packages(directory, search, adder) {
  const plugin = {
    name: "packages",
    setup(build) {
      build.onResolve({ filter: /^[^.]/ }, async (found) => {
        const { kind, importer, resolveDir } = found
        const name = PACKAGE_NAME.exec(found.path)?.[0]
        if (kind !== "import-statement" || found.pluginData === plugin) return undefined
        if (isProvided(found.path, name) || isReplaced(directory, name ?? found.path)) return undefined
        const here = await build.resolve(found.path, { kind, importer, resolveDir, pluginData: plugin })
        // A path that tsconfig.json maps is no package.
        if (!here.external) return undefined
        const isOutside = path.relative(directory, resolveDir).startsWith("..")
        const place = await search(found.path, isOutside ? resolveDir : directory)
        if (place.errors.length === 0) return placed(place, isOutside && (await search(found.path, directory)))
        if (name === undefined) return { errors: [{ text: `Could not resolve "${found.path}"` }] }
        const text = isInstalled(directory, name)
          ? `The package "${name}" is installed, but "${found.path}" is not in it.`
          : `The package "${name}" is not installed. Run: ${adder} ${name}`
        return { errors: [{ text, detail: name }] }
      })
    },
  }
  return plugin
}

/** Where a package is taken from; one that Wrangler finds from the bundle is left to it. */
function placed({ path: file, sideEffects, external }, fromBundle) {
  const isSource = /[.][cm]?tsx?$/.test(file) && !slashed(file).includes("/node_modules/")
  if (!external && isSource) return { path: file, sideEffects }
  return !external && fromBundle && fromBundle.path !== file ? { path: file, external: true } : undefined
}

function isProvided(specifier, name) {
  return isBuiltin(specifier) || /^[a-z]+:/.test(specifier) || specifier.startsWith("__") || PROVIDED.has(name)
}

/** Whether the worker's configuration may name something else in its place. */
function isReplaced(directory, name) {
  return CONFIGURATIONS.map((each) => path.join(directory, each)).some((file) => {
    const text = existsSync(file) ? readFileSync(file, "utf8") : ""
    return text.includes("alias") && text.includes(name)
  })
}

function isInstalled(directory, name) {
  const above = path.dirname(directory)
  return existsSync(path.join(directory, "node_modules", name)) || (above !== directory && isInstalled(above, name))
}

/** Returns one text with its place for each problem; for a package that several files miss, the user's first one. */
function problems(errors) {
  const told = errors.filter((error) => {
    const same = errors.filter((each) => typeof each.detail === "string" && each.detail === error.detail)
    const own = same.find((each) => !each.location?.file.includes("_generated/"))
    return same.length === 0 || error === (own ?? same[0])
  })
  return told.map(({ location: at, text }) => {
    const place = at ? `${at.file}:${at.line}:${at.column + 1}  ` : ""
    return `${place}BUNDLE\n${text}`
  })
}

// What npm and Maven answer, with and without their registries.
import assert from "node:assert/strict"
import { test } from "node:test"
import { newerOnMaven, newerOnNpm } from "../../lib/outdated.mjs"

/** What `spawnSync` answers for a program that is not there. */
const notThere = (name) => ({ status: null, stdout: null, stderr: null, error: new Error(`spawnSync ${name} ENOENT`) })
const entry = (current, latest, dependent = "app") => ({ current, wanted: current, latest, dependent })

test("newer packages are named once, without the older React that is there on purpose", () => {
  const stdout = JSON.stringify({
    ws: [entry("8.1.0", "9.0.0", "client"), entry("8.1.0", "9.0.0", "bench")],
    react: entry("18.3.1", "19.2.0", "react-18"),
  })
  assert.deepEqual(newerOnNpm({ status: 1, stdout, stderr: "" }), [{ name: "ws", current: "8.1.0", latest: "9.0.0" }])
  assert.deepEqual(newerOnNpm({ status: 0, stdout: "{}", stderr: "" }), [])
})

test("npm without its registry is not up to date", () => {
  const stdout = JSON.stringify({ error: { code: "ECONNREFUSED", summary: "connect ECONNREFUSED", detail: "" } })
  assert.throws(() => newerOnNpm({ status: 1, stdout, stderr: "" }), /could not ask.*\n.*ECONNREFUSED/)
  assert.throws(() => newerOnNpm({ status: 1, stdout: "", stderr: "broken" }), /broken/)
  assert.throws(() => newerOnNpm(notThere("npm")), /could not ask.*\n.*npm ENOENT/)
})

test("newer properties of Maven's are named", () => {
  const stdout = `
[INFO]   ${"${antlr.version}"} ............................................. 4.13.2
[INFO] The following version property updates are available:
[INFO]   ${"${assertj.version}"} ............................... 3.27.7 -> 4.0.0-M1`
  assert.deepEqual(newerOnMaven({ status: 0, stdout }), [
    { name: "assertj.version", current: "3.27.7", latest: "4.0.0-M1" },
  ])
})

test("Maven without its repository is not up to date, though it says so", () => {
  const stdout = `
[WARNING] Could not transfer metadata org.jsoup:jsoup/maven-metadata.xml from/to central: transfer failed
[INFO] All version properties are referencing the newest version available.`
  assert.throws(() => newerOnMaven({ status: 0, stdout }), /could not ask/)
  assert.throws(() => newerOnMaven({ status: 1, stdout: "BUILD FAILURE" }), /BUILD FAILURE/)
  assert.throws(() => newerOnMaven(notThere("mvn")), /could not ask.*\n.*mvn ENOENT/)
})

import { expect, test } from "vitest"
import { bundledBytes } from "./bundle-size.js"

test("the whole client is at most 12 KB, gzipped", async () => {
  const everything = 'export * from "./index.js"'
  expect(await bundledBytes(everything, new URL("../src/", import.meta.url))).toBeLessThanOrEqual(12_000)
})

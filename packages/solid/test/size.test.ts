// @vitest-environment node
import { expect, test } from "vitest"
import { bundledBytes } from "../../client/test/bundle-size.js"

test("the primitives add at most 3 KB to the client, gzipped", async () => {
  const folder = new URL("../src/", import.meta.url)
  const client = await bundledBytes('export * from "@zeroback/client"', folder)
  const both = await bundledBytes('export * from "./index.js"; export * from "@zeroback/client"', folder, [
    "solid-js",
    "solid-js/web",
  ])
  expect(both - client).toBeLessThanOrEqual(3_000)
})

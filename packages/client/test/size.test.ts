import { expect, test } from "vitest"
import { bundledBytes } from "./bundle-size.js"

test("the client is at most 13 KB, gzipped and tree-shaken", async () => {
  const app = 'import { ZerobackClient } from "./index.js"; new ZerobackClient("wss://example.com/ws")'
  expect(await bundledBytes(app, new URL("../src/", import.meta.url))).toBeLessThanOrEqual(13 * 1024)
})

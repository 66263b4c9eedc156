import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["src/test/ts/**/*.test.ts", "src/test/scripts/**/*.test.mjs"],
    fileParallelism: false,
    // Importing Miniflare for each file again would take most of the time; the tests change nothing that is left behind.
    isolate: false,
    // The first test of a file waits for workerd to start.
    hookTimeout: 30_000,
    testTimeout: 5_000,
  },
})

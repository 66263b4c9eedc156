import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["src/test/ts/**/*.test.ts", "src/test/scripts/**/*.test.mjs"],
    fileParallelism: false,
    // The first test of a file waits for workerd to start.
    hookTimeout: 30_000,
    testTimeout: 5_000,
  },
})

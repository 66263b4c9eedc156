import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { defineConfig, defineProject } from "vitest/config"

const { resolve } = createRequire(import.meta.url)
const react18 = fileURLToPath(new URL("../react-18/node_modules", import.meta.url))
const shared = { environment: "happy-dom", setupFiles: ["test/setup.ts"] }

/** The same tests with the newest React and with the oldest that is supported. */
export default defineConfig({
  test: {
    projects: [
      defineProject({ test: { ...shared, name: "React 19", provide: { react: "19" } } }),
      defineProject({
        resolve: {
          alias: [
            { find: /^react(-dom)?(?=\/|$)/, replacement: `${react18}/react$1` },
            // Its ES module, so that its own imports of React go through these names too.
            {
              find: "@testing-library/react",
              replacement: resolve("@testing-library/react").replace(/index\.js$/, "@testing-library/react.esm.js"),
            },
          ],
        },
        test: {
          ...shared,
          name: "React 18",
          provide: { react: "18" },
          exclude: ["test/size.test.ts", "test/browser.test.ts"],
          server: { deps: { inline: [/@testing-library\/react/] } },
        },
      }),
    ],
  },
})

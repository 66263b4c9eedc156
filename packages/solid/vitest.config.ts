import { defineConfig, defineProject } from "vitest/config"

const serverTest = "test/server.test.ts"

export default defineConfig({
  test: {
    projects: [
      defineProject({
        resolve: {
          // Solid has one build for servers and one for browsers; Node alone would get the former.
          alias: [
            { find: /^solid-js$/, replacement: "solid-js/dist/solid.js" },
            { find: /^solid-js\/web$/, replacement: "solid-js/web/dist/web.js" },
          ],
        },
        test: {
          name: "browser",
          environment: "happy-dom",
          exclude: [serverTest],
          server: { deps: { inline: ["solid-js"] } },
        },
      }),
      defineProject({ test: { name: "server", environment: "node", include: [serverTest] } }),
    ],
  },
})

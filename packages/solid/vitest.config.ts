import { defineConfig } from "vitest/config"

export default defineConfig({
  resolve: {
    // Solid has one build for servers and one for browsers; Node alone would get the former.
    alias: [
      { find: /^solid-js$/, replacement: "solid-js/dist/solid.js" },
      { find: /^solid-js\/web$/, replacement: "solid-js/web/dist/web.js" },
    ],
  },
  test: { environment: "happy-dom", server: { deps: { inline: ["solid-js"] } } },
})

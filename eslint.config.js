import js from "@eslint/js"
import reactHooks from "eslint-plugin-react-hooks"
import tseslint from "typescript-eslint"

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/**",
      "**/dist/**",
      "**/target/**",
      "**/_generated/**",
      "**/.wrangler/**",
      "**/.zeroback/dev/**",
      ".build/**",
      "core/**",
      "cli/src/test/resources/**",
      "wrangler-template/**",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [...tseslint.configs.strict],
    rules: {
      // Bounds of type parameters, where unknown would refuse what any lets infer.
      "@typescript-eslint/no-explicit-any": "off",
      // noUncheckedIndexedAccess asks for it where an index is known to be in range.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["**/*.types.ts", "**/types/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-vars": "off" },
  },
  {
    // Generic constraints over every data model, validator and environment: `unknown` there would refuse most of them.
    files: ["teavm-worker/src/**/*.ts"],
    rules: { "@typescript-eslint/no-explicit-any": "off" },
  },
  {
    files: ["packages/react/**/*.{ts,tsx}", "examples/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    rules: { "react-hooks/rules-of-hooks": "error", "react-hooks/exhaustive-deps": "error" },
  },
  {
    files: ["**/*.mjs", "**/*.js"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        setInterval: "readonly",
        clearInterval: "readonly",
        fetch: "readonly",
        URL: "readonly",
        WebSocket: "readonly",
        Response: "readonly",
        Request: "readonly",
        WebSocketPair: "readonly",
      },
    },
  },
)

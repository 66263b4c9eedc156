export type { LiveResult } from "./testing/live-result.js"
export { testBackend } from "./testing/test-backend.js"
export type { TestBackend, TestBackendOptions, TestCaller } from "./testing/test-backend.js"

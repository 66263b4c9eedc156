import assert from "node:assert/strict"

/**
 * Waits until `condition` holds.
 *
 * @param {() => string} what - Named when it does not within `millis`.
 */
export async function until(condition, what, millis = 60_000) {
  const deadline = Date.now() + millis
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `${what()} did not happen within ${millis / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

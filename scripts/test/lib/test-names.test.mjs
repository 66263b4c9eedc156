// What counts as a test that docs/promises.md may name.
import assert from "node:assert/strict"
import { test } from "node:test"
import { hasJavaTest, scriptTestNames } from "../../lib/docs/test-names.mjs"

test("a Java test is a method with an annotation that makes it one", () => {
  const java = (text) => ["one", "two"].map((name) => hasJavaTest(text, name))
  assert.deepEqual(java("@Test void one() { a(); } @ParameterizedTest @ValueSource(ints = {1}) void two(int n) {}"), [
    true,
    true,
  ])
  assert.deepEqual(java("@Test void other() { one(); } private void two() { }"), [false, false])
  assert.deepEqual(java('/** @Test void one() */ // @Test void two()\nString s = "@Test void two()";'), [false, false])
  assert.deepEqual(java("@Test void oneMore() {}"), [false, false])
  assert.deepEqual(java("@ArchTest static final ArchRule one = rule(); static final ArchRule two = rule();"), [
    true,
    false,
  ])
})

test("a script's tests are calls with a name, not comments and other texts", () => {
  const script = `
    // test("in a comment", () => {})
    const other = 'test("in a text")'
    describe("a group", () => it("inside", () => {}))
    test.each([["x"]])("of %s", () => {})
    test(\`with \${other}\`, () => {})
    const isQuote = /["']/.test("no test")
    function step(name, body) { test(name, () => body()) }
    step("made by a function", () => {})
    function say(text) { test("a test in it", () => log(text)) }
    say("not a test")
  `
  assert.deepEqual(scriptTestNames(script, "a.test.ts"), [
    "of %s",
    "with ${other}",
    "made by a function",
    "inside",
    "a test in it",
  ])
})

// The tests in a file: what a runner would run, and not what a comment or another text mentions.
import ts from "typescript"

/** Whether a Java file has a test method, or a rule of its architecture, of that name. */
export function hasJavaTest(text, method) {
  const code = text.replace(
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g,
    (found) => (found.startsWith("/") ? " " : '""'),
  )
  const annotated = "@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|ArchTest)\\b[^;]*?"
  return new RegExp(`${annotated}\\b(?:void\\s+${method}\\s*\\(|ArchRule\\s+${method}\\s*=)`).test(code)
}

/**
 * The names that a JavaScript or TypeScript file gives its tests: those of `test.each` with their placeholders, and those
 * given to a function of the file that makes a test of them.
 */
export function scriptTestNames(text, path) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const makers = new Set(["test", "it"])
  const isTest = (node) => ts.isCallExpression(node) && makers.has(rootOf(node.expression))
  for (const each of file.statements.filter(ts.isFunctionDeclaration)) {
    const [name] = each.parameters
    const passesItOn = (node) => isTest(node) && node.arguments[0]?.getText() === name?.name.getText()
    if (name && nodesIn(each).some(passesItOn)) makers.add(each.name.text)
  }
  return nodesIn(file).flatMap((node) => {
    const name = isTest(node) ? node.arguments[0] : undefined
    if (name && ts.isStringLiteralLike(name)) return [name.text]
    return name && ts.isTemplateExpression(name) ? [name.getText().slice(1, -1)] : []
  })
}

function nodesIn(root) {
  const nodes = [root]
  for (const node of nodes) ts.forEachChild(node, (child) => void nodes.push(child))
  return nodes
}

/** `test` of `test`, `test.each` and `test.each([...])`. */
function rootOf(expression) {
  if (ts.isIdentifier(expression)) return expression.text
  if (ts.isPropertyAccessExpression(expression) || ts.isCallExpression(expression)) return rootOf(expression.expression)
  return undefined
}

// llms.txt: what Zeroback is, what a program that writes apps has to know, and where each guide is.
import { linksOf, prose, read } from "./pages.mjs"

const HEAD = `# Zeroback

> An open-source real-time backend for Cloudflare: TypeScript queries, mutations and actions in one Durable Object, with
> serializable transactions on SQLite, live queries over WebSockets, and typed clients for JavaScript, React and Solid.

Rules for writing an app:

- The schema is \`zeroback/schema.ts\` (\`export const schema = defineSchema({ ... })\`); functions are exports of other files in
  \`zeroback/\`, made with \`query\`, \`mutation\`, \`action\` and their \`internal...\` forms from \`./_generated/server\`.
- \`args\` is always given, as an object of validators (\`v\`); handlers are \`(ctx, args) => ...\`.
- Read through \`.withIndex(name, (q) => q.eq(field, value))\`; \`.filter\` tests what the range reads.
- Queries and mutations may run again: no \`fetch\` and no effects in them. Those belong to actions, which reach the database through
  \`ctx.runQuery\` and \`ctx.runMutation\`.
- \`.unique()\` is an error when there is none; \`.first()\` is \`null\`.
- Pages: \`args: { cursor: v.optional(v.string()), numItems: v.number() }\` and \`.paginate({ cursor: cursor ?? null, numItems })\`.
- Never edit \`zeroback/_generated/\`; \`npx @zeroback/cli codegen\` writes it, \`npx @zeroback/cli dev\` keeps it up to date.
- Clients name functions through \`api\` from \`zeroback/_generated/api\`: \`useQuery(api.tasks.list, { ... })\`.
`

/** The text that llms.txt has to be. */
export function llmsText() {
  const index = read("docs/README.md")
  const sections = [...index.matchAll(/^([A-Z][^\n]*):$\n\n((?:^(?:- | {2}).*\n)+)/gm)]
  const lists = sections.map(([, title, list]) => `## ${title}\n\n${guidesIn(list)}\n`)
  return `${HEAD}\n${lists.join("\n")}`
}

function guidesIn(list) {
  return linksOf(list)
    .filter((link) => /^[a-z-]+\.md$/.test(link))
    .map((link) => describe(`docs/${link}`))
    .join("\n")
}

/** A page by its title, its path and its first sentence. */
function describe(page) {
  const text = prose(read(page))
  const title = /^# (.+)$/m.exec(text)[1]
  const paragraph = /^(?![#|>\-\s]).+(?:\n(?![#|>\-\s]).+)*/m.exec(text.slice(text.indexOf(title) + title.length))[0]
  const sentence = /^.*?\.(?=\s|$)/s.exec(paragraph)?.[0] ?? paragraph
  const plain = sentence
    .replace(/\s+/g, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[.:]$/, "")
  return `- [${title}](${page}): ${plain}`
}

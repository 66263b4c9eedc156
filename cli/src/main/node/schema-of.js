// Prints the schema that a bundle exports, as the route POST /__admin/schema reads it, on a line of its own after a mark.
import { pathToFileURL } from "node:url"

const [bundle, mark] = process.argv.splice(2)
const { schema } = await import(pathToFileURL(bundle).href)
const tables = {}
for (const [name, { fields, indexes, searchIndexes }] of Object.entries(schema.tables)) {
  tables[name] = { fields, indexes, searchIndexes }
}
const withTags = (_key, value) => (typeof value === "bigint" ? { $int64: String(value) } : value)
console.log(`\n${mark}${JSON.stringify({ tables }, withTags)}`)

// Prints the schema that a bundle exports, as the route POST /__admin/schema reads it.
import { pathToFileURL } from "node:url"

const { schema } = await import(pathToFileURL(process.argv[2]).href)
const tables = {}
for (const [name, { fields, indexes, searchIndexes }] of Object.entries(schema.tables)) {
  tables[name] = { fields, indexes, searchIndexes }
}
const withTags = (_key, value) => (typeof value === "bigint" ? { $int64: String(value) } : value)
console.log(JSON.stringify({ tables }, withTags))

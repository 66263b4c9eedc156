import { Server } from "./harness/server.js"
import type { Storage } from "./harness/storage.js"
import type { Options } from "./options.js"
import { rowOf, type Row } from "./report/row.js"
import type { Scenario } from "./scenario.js"
import type { Scripts } from "./scripts.js"

/** Runs one scenario on one storage with servers of its own. */
export async function run(
  scenario: Scenario,
  storage: Storage,
  scripts: Scripts,
  { effort, selfCheck }: Options,
): Promise<Row[]> {
  const servers: Server[] = []
  try {
    const measurements = await scenario.run({
      storage,
      effort,
      async start(side, variant = "plain") {
        const server = await Server.start(await scripts.get(side, variant), storage)
        servers.push(server)
        return server
      },
      programOf: (side) => scripts.programOf(side),
      progress: (text) => console.error(`${scenario.name} on ${storage}: ${text}`),
    })
    return measurements.map((it) => rowOf(it, scenario.anyStorage ? null : storage, selfCheck))
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

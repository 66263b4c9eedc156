import { afterEach, beforeEach } from "vitest"
import { WebSocket } from "ws"
import { ZerobackClient, type ZerobackClientOptions } from "../src/index.js"
import { ScriptedServer, type Peer } from "./scripted-server.js"

/** One server and the clients of one test; all are ended with it. */
export interface Environment<Client> {
  server: ScriptedServer
  /** Makes a client that connects at once and tries again without noticeable waits. */
  connect(options?: ZerobackClientOptions): Client
  /** A client whose server speaks protocol 2 and has answered its `hello`. */
  connected(options?: ZerobackClientOptions): Promise<{ client: Client; peer: Peer }>
}

export function testEnvironment(): Environment<ZerobackClient> {
  return environmentOf((url, options) => new ZerobackClient(url, options))
}

/** @param makeClient - The tests of other packages use the client that these depend on. */
export function environmentOf<Client extends { close(): void }>(
  makeClient: (url: string, options: ZerobackClientOptions) => Client,
): Environment<Client> {
  const clients: Client[] = []
  const environment: Environment<Client> = {
    server: undefined as unknown as ScriptedServer,
    connect(options) {
      const client = makeClient(environment.server.url, { backoff: { baseMs: 1 }, ...options })
      clients.push(client)
      return client
    },
    async connected(options) {
      const client = environment.connect(options)
      const peer = await environment.server.accept()
      await peer.greet()
      return { client, peer }
    },
  }
  beforeEach(async () => {
    // The real socket of Node 20, which has no global one.
    globalThis.WebSocket = WebSocket as unknown as typeof globalThis.WebSocket
    environment.server = await ScriptedServer.start()
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close()
    await environment.server.stop()
  })
  return environment
}

/** Resolves when `condition` holds; the test's own timeout ends a wait in vain. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

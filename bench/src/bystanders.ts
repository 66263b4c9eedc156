import { Socket } from "./harness/socket.js"
import { addMany, expectList, newItem } from "./items.js"

/** Clients with live queries of projects that nobody writes: any update they get is one too many. */
export class Bystanders {
  /** Updates that arrived. */
  disturbances = 0

  private constructor(private readonly sockets: readonly Socket[]) {}

  static async open(server: URL, writer: Socket, queries: number, queriesPerSocket: number): Promise<Bystanders> {
    const projects = Array.from({ length: queries }, (_, index) => `elsewhere-${index}`)
    const sockets: Socket[] = []
    const bystanders = new Bystanders(sockets)
    for (let first = 0; first < queries; first += queriesPerSocket) {
      const socket = await Socket.open(server)
      sockets.push(socket)
      const watched = projects.slice(first, first + queriesPerSocket)
      const ids = await addMany(
        writer,
        watched.map((project) => newItem(project, 0)),
      )
      await Promise.all(watched.map((project, index) => bystanders.watch(socket, project, ids[index]!)))
    }
    return bystanders
  }

  /** Checks that nobody was disturbed, and disconnects. */
  async close(): Promise<void> {
    if (this.disturbances > 0) throw new Error(`${this.disturbances} updates went to clients that watch something else`)
    await this.disconnect()
  }

  async disconnect(): Promise<void> {
    await Promise.all(this.sockets.map((socket) => socket.close()))
  }

  private async watch(socket: Socket, project: string, id: string): Promise<void> {
    const receive = (list: unknown): void => {
      this.disturbances++
      expectList(list, project, [id])
    }
    expectList(await socket.subscribe("items:byProject", { project }, receive), project, [id])
  }
}

import { once } from "node:events"
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net"

/** A stretch of network between clients and a server, which can fail and come back. */
export class Forwarder {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #isUp = true
  #port: number

  private constructor(port: number) {
    this.#port = port
    this.#server = createServer((socket) => {
      if (!this.#isUp) return void socket.destroy()
      const upstream = connect(this.#port, "127.0.0.1")
      for (const end of [socket, upstream]) {
        this.#sockets.add(end)
        end.on("error", () => end.destroy())
        end.on("close", () => this.#sockets.delete(end))
      }
      socket.pipe(upstream).pipe(socket)
    })
  }

  static async to(url: URL): Promise<Forwarder> {
    const forwarder = new Forwarder(Number(url.port))
    forwarder.#server.listen(0, "127.0.0.1")
    await once(forwarder.#server, "listening")
    return forwarder
  }

  /** Host and port. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  fail(): void {
    this.#isUp = false
    for (const socket of this.#sockets) socket.destroy()
  }

  comeBack(): void {
    this.#isUp = true
  }

  /** Leads to another address of the server from now on. */
  leadTo(url: URL): void {
    this.#port = Number(url.port)
  }

  async stop(): Promise<void> {
    this.fail()
    this.#server.close()
    await once(this.#server, "close")
  }
}

// Ports of this machine.
import { once } from "node:events"
import { createConnection, createServer } from "node:net"

const HOST = "127.0.0.1"

/** Whether something accepts connections on `port`. */
export function accepts(port) {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: HOST })
    socket.on("connect", () => {
      socket.destroy()
      resolve(true)
    })
    socket.on("error", () => resolve(false))
  })
}

/** A server that holds `port`, or one of the system's choice for 0. */
export async function listen(port) {
  const server = createServer().listen(port, HOST)
  await once(server, "listening")
  return server
}

/** A port that nothing held a moment ago. */
export async function freePort() {
  const server = await listen(0)
  const { port } = server.address()
  server.close()
  await once(server, "close")
  return port
}

import { Agent, request } from "node:http"

/** `POST /query` over connections that stay open. */
export class HttpClient {
  private readonly agent: Agent

  constructor(
    private readonly server: URL,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  query(fn: string, args: object): Promise<any> {
    const body = JSON.stringify({ fn, args })
    return new Promise((resolve, reject) => {
      const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }
      const asked = request(
        new URL("/query", this.server),
        { method: "POST", agent: this.agent, headers },
        (answer) => {
          let text = ""
          answer.setEncoding("utf8")
          answer.on("data", (chunk: string) => (text += chunk))
          answer.on("error", reject)
          answer.on("end", () => {
            if (answer.statusCode === 200) resolve(JSON.parse(text).result)
            else reject(new Error(`/query ${fn} answered ${answer.statusCode}: ${text}`))
          })
        },
      )
      asked.on("error", reject)
      asked.end(body)
    })
  }

  close(): void {
    this.agent.destroy()
  }
}

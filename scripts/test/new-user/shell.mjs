// The terminal of somebody who uses Zeroback: runs what they type and keeps what they see.
import { spawn } from "node:child_process"
import { once } from "node:events"
import { delimiter, join } from "node:path"

const STEP_MILLIS = 180_000
const GRACE_MILLIS = 5_000

/** What `npm test` adds to the environment of this process and a user's terminal does not have. */
const OF_THIS_RUN =
  /^(npm_package_|npm_lifecycle_|npm_command|npm_execpath|npm_node_execpath|npm_config_local_prefix)|^INIT_CWD$/

export class Shell {
  /** Everything typed and shown, line by line. */
  transcript = ""
  #children = new Set()
  #env

  /** @param settings added to the environment. */
  constructor(settings) {
    const inherited = Object.entries(process.env).filter(([name]) => !OF_THIS_RUN.test(name))
    this.#env = { ...Object.fromEntries(inherited), NO_COLOR: "1", ...settings }
    this.#env.PATH = process.env.PATH.split(delimiter)
      .filter((folder) => !folder.endsWith(join("node_modules", ".bin")))
      .join(delimiter)
  }

  /** Runs a command to its end; resolves to its exit code and output. */
  async run(folder, command) {
    const running = this.start(folder, command)
    const timer = setTimeout(() => running.stop("SIGKILL"), STEP_MILLIS)
    const code = await running.ended
    clearTimeout(timer)
    return { code, output: running.output }
  }

  /** Starts a command that goes on until it is stopped. */
  start(folder, command) {
    this.transcript += `$ ${command}\n`
    const child = spawn(command, {
      cwd: folder,
      env: this.#env,
      shell: true,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    })
    this.#children.add(child)
    const ended = once(child, "close").then(([code]) => {
      this.#children.delete(child)
      return code
    })
    const running = { output: "", ended, stop: (signal) => signalGroup(child, signal) }
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        running.output += text
        this.transcript += text
      })
    }
    return running
  }

  /** Ends whatever still runs, and gives it time to end what it has started. */
  async close() {
    const closed = Promise.all([...this.#children].map((child) => once(child, "close")))
    for (const child of this.#children) signalGroup(child, "SIGTERM")
    const late = setTimeout(() => this.#children.forEach((child) => signalGroup(child, "SIGKILL")), GRACE_MILLIS)
    await closed
    clearTimeout(late)
  }
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if (error.code !== "ESRCH") throw error
  }
}

import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { start } from "../../../scripts/lib/process.mjs"

/** A program that runs until it is stopped, with everything that it has started. */
export class Program {
  private output = ""
  private readonly ended: Promise<unknown>

  private constructor(private readonly child: ChildProcess) {
    this.ended = once(child, "exit")
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding("utf8")
      stream.on("data", (chunk: string) => (this.output += chunk))
    }
  }

  static start(command: string, args: readonly string[], cwd: string, env: Record<string, string>): Program {
    return new Program(
      start(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] }),
    )
  }

  /** @throws Error with what the program has printed, when it ends or `patienceMillis` pass first. */
  async until(reached: () => boolean | Promise<boolean>, patienceMillis: number): Promise<void> {
    const deadline = Date.now() + patienceMillis
    while (!(await reached())) {
      if (this.hasEnded() || Date.now() > deadline) throw new Error(`It did not get there:\n${this.output}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  hasPrinted(text: string): boolean {
    return this.output.includes(text)
  }

  async stop(): Promise<void> {
    if (!this.hasEnded()) process.kill(-this.child.pid!, "SIGINT")
    await this.ended
  }

  private hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }
}

// Loaded into every program that the CLI starts: when the CLI is gone, however it ended, the program ends with all that
// it started. The CLI gives each program a process group of its own and holds the other end of a pipe to it, which the
// system closes when the CLI ends.
import { Socket } from "node:net"

const PIPE = 3
const OWN_GROUP = 0
const GRACE_MILLIS = 3000

function end() {
  if (process.platform === "win32") process.exit(1)
  const killAll = () => process.kill(OWN_GROUP, "SIGKILL")
  process.once("exit", killAll)
  setTimeout(killAll, GRACE_MILLIS)
  process.kill(OWN_GROUP, "SIGTERM")
}

// Waiting for the pipe to close keeps no program from ending.
new Socket({ fd: PIPE }).on("error", end).on("end", end).resume().unref()

// Programs started by this one have no such pipe.
process.execArgv.splice(process.execArgv.indexOf("--import"), 2)

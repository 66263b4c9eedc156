/** Whether there is a process of this number. */
export function lives(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

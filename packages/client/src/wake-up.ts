/**
 * Calls `listener` when the network comes back or the page becomes visible, where there is such a thing.
 *
 * @returns stops listening.
 */
export function onWakeUp(listener: () => void): () => void {
  const whenVisible = () => {
    if (document.visibilityState === "visible") listener()
  }
  if (typeof window !== "undefined") window.addEventListener("online", listener)
  if (typeof document !== "undefined") document.addEventListener("visibilitychange", whenVisible)
  return () => {
    if (typeof window !== "undefined") window.removeEventListener("online", listener)
    if (typeof document !== "undefined") document.removeEventListener("visibilitychange", whenVisible)
  }
}

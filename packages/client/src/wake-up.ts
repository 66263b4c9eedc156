/** What tells of something, in most environments: a window without listeners is that of React Native. */
type Teller = Partial<Pick<Document, "addEventListener" | "removeEventListener" | "visibilityState">>

/**
 * Calls `listener` when the network comes back or the page becomes visible, where there is such a thing.
 *
 * @returns stops listening.
 */
export function onWakeUp(listener: () => void): () => void {
  // A worker is told itself.
  const { window: network = globalThis, document: page } = globalThis as { window?: Teller; document?: Teller }
  const whenVisible = () => {
    if (page?.visibilityState === "visible") listener()
  }
  network.addEventListener?.("online", listener)
  page?.addEventListener?.("visibilitychange", whenVisible)
  return () => {
    network.removeEventListener?.("online", listener)
    page?.removeEventListener?.("visibilitychange", whenVisible)
  }
}

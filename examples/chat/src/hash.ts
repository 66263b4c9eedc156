import { createSignal, onCleanup, type Accessor } from "solid-js"

/** What the address says after its "#", and a function that sets it: a reload, a link and the back button keep it. */
export function createHash(): [Accessor<string>, (hash: string) => void] {
  const read = () => location.hash.slice(1)
  const [hash, setHash] = createSignal(read())
  const changed = () => setHash(read())
  addEventListener("hashchange", changed)
  onCleanup(() => removeEventListener("hashchange", changed))

  // The event comes a moment later.
  function change(next: string) {
    location.hash = next
    setHash(next)
  }

  return [hash, change]
}

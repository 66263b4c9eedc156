import { useEffect, useState } from "react"

/** What the address says after its "#", and a function that sets it: a reload, a link and the back button keep it. */
export function useHash(): [string, (hash: string) => void] {
  const [hash, setHash] = useState(read)

  useEffect(() => {
    const changed = () => setHash(read())
    addEventListener("hashchange", changed)
    return () => removeEventListener("hashchange", changed)
  }, [])

  // The event comes a moment later.
  function change(next: string) {
    location.hash = next
    setHash(next)
  }

  return [hash, change]
}

function read(): string {
  return location.hash.slice(1)
}

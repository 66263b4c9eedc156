import { createEffect, createSignal, type Signal } from "solid-js"

const KEY = "chat-name"

/** The name under which this browser writes; kept from visit to visit. */
export function createVisitor(): Signal<string> {
  const [name, setName] = createSignal(localStorage.getItem(KEY) ?? "Guest")
  createEffect(() => localStorage.setItem(KEY, name()))
  return [name, setName]
}

import { createConnectionState } from "@zeroback/solid"
import { For, Show } from "solid-js"
import { Composer } from "./Composer"
import { createHash } from "./hash"
import { Messages } from "./Messages"
import { createVisitor } from "./visitor"

const channels = ["general", "random", "support"]

export function App() {
  const [hash, choose] = createHash()
  const channel = () => channels.find((each) => each === hash()) ?? "general"
  const [typed, setTyped] = createVisitor()
  const name = () => typed().trim() || "Guest"
  return (
    <div class="app">
      <aside>
        <h1>Zeroback chat</h1>
        <nav aria-label="Channels">
          <For each={channels}>
            {(each) => (
              <button
                type="button"
                aria-pressed={each === channel()}
                data-testid={`channel-${each}`}
                onClick={() => choose(each)}
              >
                <span aria-hidden="true">#</span> {each}
              </button>
            )}
          </For>
        </nav>
        <label class="name">
          Your name
          <input data-testid="name" value={typed()} maxLength={40} onInput={(event) => setTyped(event.target.value)} />
        </label>
      </aside>
      <main>
        <header>
          <h2># {channel()}</h2>
          <ConnectionBadge />
        </header>
        <Show when={channel()} keyed>
          {(current) => (
            <>
              <Messages channel={current} me={name()} />
              <Composer channel={current} author={name()} />
            </>
          )}
        </Show>
      </main>
    </div>
  )
}

const labels = { connecting: "Connecting", connected: "Live", disconnected: "Offline" }

function ConnectionBadge() {
  const state = createConnectionState()
  return (
    <span class="connection" data-state={state()} data-testid="connection" role="status">
      {labels[state()]}
    </span>
  )
}

import { useConnectionState } from "@zeroback/react"
import { NewTask } from "./NewTask"
import { TaskList } from "./TaskList"
import { useHash } from "./use-hash"

const projects = ["Home", "Work", "Garden"]

export function App() {
  const [named, choose] = useHash()
  const project = projects.find((name) => name === named) ?? "Home"
  return (
    <main>
      <header>
        <h1>Todos</h1>
        <ConnectionBadge />
      </header>
      <nav aria-label="Projects">
        {projects.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === project}
            data-testid={`project-${name}`}
            onClick={() => choose(name)}
          >
            {name}
          </button>
        ))}
      </nav>
      <NewTask project={project} />
      <TaskList key={project} project={project} />
      <footer>Open this page in a second tab: both always show the same.</footer>
    </main>
  )
}

const labels = { connecting: "Connecting", connected: "Live", disconnected: "Offline" }

function ConnectionBadge() {
  const state = useConnectionState()
  return (
    <span className="connection" data-state={state} data-testid="connection" role="status">
      {labels[state]}
    </span>
  )
}

import { useConnectionState } from "@zeroback/react"
import { useState } from "react"
import { Boundary } from "./Boundary"
import { Column } from "./Column"
import { keepFocus } from "./focus"
import { columns, useMove, type Card } from "./moves"
import { Search } from "./Search"

export function App() {
  const [dragged, setDragged] = useState<Card | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const move = useMove()

  function moveTo(card: Card, column: Card["column"]) {
    setDragged(null)
    if (card.column === column) return
    setProblem(null)
    keepFocus(() => document.getElementById(card._id)?.querySelector("button"))
    move(card, column).catch((error: Error) => setProblem(`The card was not moved: ${error.message}`))
  }

  return (
    <div className="app">
      <header>
        <h1>Board</h1>
        <Search />
        <ConnectionBadge />
      </header>
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <main>
        {columns.map(({ name, title }) => (
          <Boundary key={name} name={`The column ${title}`}>
            <Column
              name={name}
              title={title}
              onDrag={setDragged}
              onDrop={() => dragged && moveTo(dragged, name)}
              onMove={moveTo}
              onProblem={setProblem}
            />
          </Boundary>
        ))}
      </main>
    </div>
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

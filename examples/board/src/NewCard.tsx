import { useState, type FormEvent } from "react"
import { useCreate, type ColumnName } from "./moves"

export function NewCard({ column, label }: { column: ColumnName; label: string }) {
  const [title, setTitle] = useState("")
  const [problem, setProblem] = useState<string | null>(null)
  const create = useCreate()

  async function add(event: FormEvent) {
    event.preventDefault()
    const wanted = title.trim()
    if (wanted === "") return
    setTitle("")
    try {
      await create(column, wanted)
      setProblem(null)
    } catch (error) {
      setTitle((now) => (now === "" ? wanted : now))
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }

  return (
    <form onSubmit={(event) => void add(event)}>
      <input
        aria-label={label}
        data-testid={`new-${column}`}
        value={title}
        placeholder="Add a card"
        autoComplete="off"
        dir="auto"
        onChange={(event) => setTitle(event.target.value)}
      />
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  )
}

import { useMutation } from "@zeroback/react"
import { useState, type FormEvent } from "react"
import { api } from "../zeroback/_generated/api"

export function NewTask({ project }: { project: string }) {
  const create = useMutation(api.tasks.create)
  const [text, setText] = useState("")
  const [problem, setProblem] = useState<string | null>(null)

  async function add(event: FormEvent) {
    event.preventDefault()
    const trimmed = text.trim()
    if (trimmed === "") return
    setText("")
    try {
      await create({ project, text: trimmed })
      setProblem(null)
    } catch (error) {
      setText((now) => (now === "" ? trimmed : now))
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }

  return (
    <form onSubmit={(event) => void add(event)}>
      <input
        aria-label="New task"
        data-testid="new-task"
        value={text}
        placeholder="What needs to be done?"
        autoComplete="off"
        dir="auto"
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" data-testid="add" disabled={text.trim() === ""}>
        Add
      </button>
      {problem !== null && (
        <p className="problem" role="alert">
          The task was not added: {problem}
        </p>
      )}
    </form>
  )
}

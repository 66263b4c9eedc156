import { useMutation, useQueryWithStatus } from "@zeroback/react"
import { useState } from "react"
import { api } from "../zeroback/_generated/api"

export function TaskList({ project }: { project: string }) {
  const { data: tasks, error } = useQueryWithStatus(api.tasks.list, { project })
  const toggle = useMutation(api.tasks.toggle)
  const remove = useMutation(api.tasks.remove)
  const [problem, setProblem] = useState<string | null>(null)

  function watch(change: Promise<unknown>) {
    setProblem(null)
    change.catch((failure: Error) => setProblem(failure.message))
  }

  if (error) {
    return (
      <p className="problem" role="alert">
        The tasks cannot be shown: {error.message}
      </p>
    )
  }
  if (tasks === undefined) return <p className="hint">Loading</p>
  if (tasks.length === 0) return <p className="hint">Nothing to do in {project}. Add the first task above.</p>

  const open = tasks.filter((task) => !task.isCompleted).length
  return (
    <>
      {problem !== null && (
        <p className="problem" role="alert">
          The task was not changed: {problem}
        </p>
      )}
      <ul data-testid="tasks">
        {tasks.map((task) => (
          <li key={task._id} data-testid="task" data-completed={task.isCompleted}>
            <label>
              <input type="checkbox" checked={task.isCompleted} onChange={() => watch(toggle({ id: task._id }))} />
              <span dir="auto">{task.text}</span>
            </label>
            <button
              type="button"
              className="remove"
              aria-label={`Delete ${task.text}`}
              onClick={(event) => {
                leave(event.currentTarget)
                watch(remove({ id: task._id }))
              }}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <p className="hint">
        {open} of {tasks.length} to do
      </p>
    </>
  )
}

/** Who deletes with the keyboard goes on at the task beside, and does not begin at the top of the page again. */
function leave(button: HTMLButtonElement) {
  if (!button.matches(":focus-visible")) return
  const row = button.closest("li")
  const neighbour = (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector<HTMLElement>(".remove")
  const field = document.querySelector<HTMLElement>("form input")
  ;(neighbour ?? field)?.focus()
}

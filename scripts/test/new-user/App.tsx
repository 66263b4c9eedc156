import { ZerobackClient, ZerobackProvider, useQuery, useMutation } from "@zeroback/react"
import { api } from "../zeroback/_generated/api"
import { useState } from "react"

const client = new ZerobackClient("ws://localhost:8788/ws")

function TodoApp() {
  const tasks = useQuery(api.tasks.list)
  const createTask = useMutation(api.tasks.create)
  const toggleTask = useMutation(api.tasks.toggle)
  const [text, setText] = useState("")

  const handleAdd = async (e: React.FormEvent) => {
    e.preventDefault()
    if (!text.trim()) return
    await createTask({ text: text.trim() })
    setText("")
  }

  return (
    <div style={{ maxWidth: 480, margin: "40px auto", fontFamily: "sans-serif" }}>
      <h1>Todos</h1>
      <form onSubmit={handleAdd} style={{ display: "flex", gap: 8 }}>
        <input
          value={text}
          onChange={(e) => setText(e.target.value)}
          placeholder="What needs to be done?"
          style={{ flex: 1, padding: 8 }}
        />
        <button type="submit">Add</button>
      </form>
      <ul style={{ listStyle: "none", padding: 0 }}>
        {tasks === undefined ? (
          <li>Loading...</li>
        ) : (
          tasks.map((task) => (
            <li
              key={task._id}
              onClick={() => toggleTask({ id: task._id })}
              style={{
                padding: "8px 0",
                cursor: "pointer",
                textDecoration: task.isCompleted ? "line-through" : "none",
                opacity: task.isCompleted ? 0.5 : 1,
              }}
            >
              {task.isCompleted ? "☑" : "☐"} {task.text}
            </li>
          ))
        )}
      </ul>
    </div>
  )
}

export default function App() {
  return (
    <ZerobackProvider client={client}>
      <TodoApp />
    </ZerobackProvider>
  )
}

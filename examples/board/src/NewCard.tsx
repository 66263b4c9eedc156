import { insertAtTop, useMutation } from "@zeroback/react"
import { useRef, useState, type FormEvent } from "react"
import { api } from "../zeroback/_generated/api"
import type { ColumnName } from "./moves"

export function NewCard({ column }: { column: ColumnName }) {
  const [title, setTitle] = useState("")
  const [problem, setProblem] = useState<string | null>(null)
  const added = useRef(0)
  const create = useMutation(api.cards.create, {
    optimisticUpdate(store, card) {
      const guess = { ...card, _id: `new-${column}-${added.current}`, _creationTime: Date.now(), position: 0 }
      insertAtTop(store, api.cards.list, { column: card.column }, guess)
    },
  })

  async function add(event: FormEvent) {
    event.preventDefault()
    const wanted = title.trim()
    if (wanted === "") return
    added.current++
    setTitle("")
    try {
      await create({ column, title: wanted })
      setProblem(null)
    } catch (error) {
      setTitle((now) => (now === "" ? wanted : now))
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }

  return (
    <form onSubmit={(event) => void add(event)}>
      <input
        aria-label={`New card in ${column}`}
        data-testid={`new-${column}`}
        value={title}
        placeholder="Add a card"
        autoComplete="off"
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

import { useQueryWithStatus } from "@zeroback/react"
import { useState } from "react"
import { api } from "../zeroback/_generated/api"
import { columns } from "./moves"

/** Finds cards as one types; what is found is live too. */
export function Search() {
  const [text, setText] = useState("")
  const wanted = text.trim()
  return (
    <div className="search">
      <input
        type="search"
        aria-label="Search cards"
        data-testid="search"
        value={text}
        placeholder="Search"
        onChange={(event) => setText(event.target.value)}
      />
      {wanted !== "" && <Found text={wanted} />}
    </div>
  )
}

function Found({ text }: { text: string }) {
  const { data, error } = useQueryWithStatus(api.cards.search, { text })
  const found = useLast(data)
  if (error)
    return (
      <ul data-testid="found">
        <li>{error.message}</li>
      </ul>
    )
  if (found === undefined) return null
  return (
    <ul data-testid="found" aria-busy={data === undefined}>
      {found.length === 0 && <li>No card has these words.</li>}
      {found.map((card) => (
        <li key={card._id}>
          {card.title} <span className="count">{columns.find(({ name }) => name === card.column)?.title}</span>
        </li>
      ))}
    </ul>
  )
}

/** The last value that there was: what was found before, while the search for another text is under way. */
function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value)
  if (value !== undefined && value !== last) setLast(value)
  return value === undefined ? last : value
}

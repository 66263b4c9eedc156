import { useQueryWithStatus } from "@zeroback/react"
import { useState } from "react"
import { api } from "../zeroback/_generated/api"
import { columns } from "./moves"

/** Finds cards as one types; what is found is live too. */
export function Search() {
  const [text, setText] = useState("")
  const wanted = text.trim()
  const { data: found, error } = useQueryWithStatus(api.cards.search, wanted === "" ? "skip" : { text: wanted })
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
      {wanted !== "" && (found || error) && (
        <ul data-testid="found">
          {error && <li>{error.message}</li>}
          {found?.length === 0 && <li>No card has these words.</li>}
          {found?.map((card) => (
            <li key={card._id}>
              {card.title} <span className="count">{columns.find(({ name }) => name === card.column)?.title}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

import { usePaginatedQuery, useQuery } from "@zeroback/react"
import { useState } from "react"
import { api } from "../zeroback/_generated/api"
import { CardView } from "./CardView"
import { NewCard } from "./NewCard"
import { columns, type Card, type ColumnName } from "./moves"

const PAGE = 10

interface Props {
  name: ColumnName
  title: string
  onDrag: (card: Card | null) => void
  onDrop: () => void
  onMove: (card: Card, column: ColumnName) => void
  onProblem: (problem: string) => void
}

export function Column({ name, title, onDrag, onDrop, onMove, onProblem }: Props) {
  const { results, status, loadMore } = usePaginatedQuery(api.cards.list, { column: name }, { initialNumItems: PAGE })
  const count = useQuery(api.cards.count, { column: name })
  const [isTarget, setTarget] = useState(false)
  const position = columns.findIndex((column) => column.name === name)

  return (
    <section
      aria-label={title}
      data-testid={`column-${name}`}
      data-target={isTarget}
      onDragOver={(event) => {
        event.preventDefault()
        setTarget(true)
      }}
      onDragLeave={() => setTarget(false)}
      onDrop={(event) => {
        event.preventDefault()
        setTarget(false)
        onDrop()
      }}
    >
      <h2>
        {title} <span className="count">{count ?? ""}</span>
      </h2>
      <NewCard column={name} label={`New card in ${title}`} />
      <ol>
        {results.map((card) => (
          <CardView
            key={card._id}
            card={card}
            before={columns[position - 1]}
            after={columns[position + 1]}
            onDrag={onDrag}
            onMove={onMove}
            onProblem={onProblem}
          />
        ))}
      </ol>
      {status === "LoadingFirstPage" && <p className="hint">Loading</p>}
      {status === "CanLoadMore" && (
        <button type="button" className="more" data-testid={`more-${name}`} onClick={() => loadMore(PAGE)}>
          More
        </button>
      )}
    </section>
  )
}

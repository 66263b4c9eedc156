import { useRemove, type Card, type ColumnName } from "./moves"

interface Neighbour {
  name: ColumnName
  title: string
}

interface Props {
  card: Card
  before: Neighbour | undefined
  after: Neighbour | undefined
  onDrag: (card: Card) => void
  onMove: (card: Card, column: ColumnName) => void
}

export function CardView({ card, before, after, onDrag, onMove }: Props) {
  const remove = useRemove()
  return (
    <li draggable data-testid="card" onDragStart={() => onDrag(card)}>
      <span>{card.title}</span>
      <div className="actions">
        {before && <MoveButton label="←" card={card} to={before} onMove={onMove} />}
        {after && <MoveButton label="→" card={card} to={after} onMove={onMove} />}
        <button type="button" aria-label={`Delete ${card.title}`} onClick={() => void remove(card)}>
          ×
        </button>
      </div>
    </li>
  )
}

function MoveButton({
  label,
  card,
  to,
  onMove,
}: {
  label: string
  card: Card
  to: Neighbour
  onMove: Props["onMove"]
}) {
  return (
    <button type="button" aria-label={`Move ${card.title} to ${to.title}`} onClick={() => onMove(card, to.name)}>
      {label}
    </button>
  )
}

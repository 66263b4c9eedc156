import { keepFocus } from "./focus"
import { PictureButton } from "./PictureButton"
import { isSaved, useRemove, type Card, type ColumnName } from "./moves"

interface Neighbour {
  name: ColumnName
  title: string
}

interface Props {
  card: Card
  before: Neighbour | undefined
  after: Neighbour | undefined
  onDrag: (card: Card | null) => void
  onMove: (card: Card, column: ColumnName) => void
  onProblem: (problem: string) => void
}

export function CardView({ card, before, after, onDrag, onMove, onProblem }: Props) {
  const remove = useRemove()

  function deleteCard() {
    const row = document.getElementById(card._id)
    const beside = row?.nextElementSibling ?? row?.previousElementSibling ?? row?.closest("section")
    keepFocus(() => beside?.querySelector<HTMLElement>("button, form input"))
    remove(card).catch((error: Error) => onProblem(`The card was not deleted: ${error.message}`))
  }

  return (
    <li
      id={card._id}
      draggable={isSaved(card)}
      data-testid="card"
      onDragStart={() => onDrag(card)}
      // Also after a drop beside the columns: what is dropped on one later is not this card.
      onDragEnd={() => onDrag(null)}
    >
      <span dir="auto">{card.title}</span>
      {card.pictureUrl !== null && <img src={card.pictureUrl} alt={`Picture of ${card.title}`} loading="lazy" />}
      {isSaved(card) && (
        <div className="actions">
          <PictureButton card={card} onProblem={onProblem} />
          {before && <MoveButton label="←" card={card} to={before} onMove={onMove} />}
          {after && <MoveButton label="→" card={card} to={after} onMove={onMove} />}
          <button type="button" aria-label={`Delete ${card.title}`} onClick={deleteCard}>
            ×
          </button>
        </div>
      )}
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

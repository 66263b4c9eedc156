import { useMutation } from "@zeroback/react"
import { useState } from "react"
import { api } from "../zeroback/_generated/api"
import type { Card } from "./moves"

interface Props {
  card: Card
  onProblem: (problem: string) => void
}

/** Lets one choose a picture for a card: it is uploaded first, then given to the card. */
export function PictureButton({ card, onProblem }: Props) {
  const uploadUrl = useMutation(api.cards.pictureUploadUrl)
  const setPicture = useMutation(api.cards.setPicture)
  const [isUploading, setUploading] = useState(false)

  async function upload(file: File): Promise<void> {
    const url = await uploadUrl({})
    const response = await fetch(url, { method: "PUT", body: file, headers: { "Content-Type": file.type } })
    if (!response.ok) throw new Error(`the upload failed with status ${response.status}`)
    const { storageId } = (await response.json()) as { storageId: string }
    await setPicture({ id: card._id, storageId })
  }

  function choose(file: File | undefined): void {
    if (file === undefined) return
    setUploading(true)
    upload(file)
      .catch((error: Error) => onProblem(`The picture was not added: ${error.message}`))
      .finally(() => setUploading(false))
  }

  return (
    <label className="picture" title="Add a picture">
      {isUploading ? "…" : "▣"}
      <input
        type="file"
        accept="image/*"
        aria-label={`Choose a picture of ${card.title}`}
        disabled={isUploading}
        onChange={(event) => {
          choose(event.target.files?.[0])
          // The same file can be chosen again, after an upload that failed.
          event.target.value = ""
        }}
      />
    </label>
  )
}

import { createMutation, insertAtTop } from "@zeroback/solid"
import { createSignal, Show } from "solid-js"
import { api } from "../zeroback/_generated/api"

let sent = 0

export function Composer(props: { channel: string; author: string }) {
  const [body, setBody] = createSignal("")
  const [problem, setProblem] = createSignal<string>()
  const send = createMutation(api.messages.send)

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    const text = body().trim()
    if (text === "") return
    setBody("")
    const message = { channel: props.channel, author: props.author, body: text }
    // Made once for each message: the update runs again with each new state of the server, and several may be under way.
    const guess = { ...message, _id: `sending-${++sent}`, _creationTime: Date.now() }
    try {
      await send.withOptimisticUpdate((store, { channel }) =>
        insertAtTop(store, api.messages.list, { channel }, guess),
      )(message)
      setProblem(undefined)
    } catch (error) {
      setBody((now) => (now === "" ? text : now))
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }

  return (
    <form class="composer" onSubmit={(event) => void submit(event)}>
      <Show when={problem()}>
        <p class="problem" role="alert">
          The message was not sent: {problem()}
        </p>
      </Show>
      <input
        aria-label="New message"
        data-testid="new-message"
        value={body()}
        placeholder={`Message #${props.channel}`}
        autocomplete="off"
        dir="auto"
        onInput={(event) => setBody(event.target.value)}
      />
      <button type="submit" data-testid="send" disabled={body().trim() === ""}>
        Send
      </button>
    </form>
  )
}

import { createMutation, insertAtTop } from "@zeroback/solid"
import { createSignal, Show } from "solid-js"
import { api } from "../zeroback/_generated/api"

export function Composer(props: { channel: string; author: string }) {
  const [body, setBody] = createSignal("")
  const [problem, setProblem] = createSignal<string>()
  let sent = 0
  const send = createMutation(api.messages.send, {
    optimisticUpdate(store, message) {
      const { channel } = message
      insertAtTop(
        store,
        api.messages.list,
        { channel },
        { ...message, _id: `sending-${sent}`, _creationTime: Date.now() },
      )
    },
  })

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    const text = body().trim()
    if (text === "") return
    sent++
    setBody("")
    try {
      await send({ channel: props.channel, author: props.author.trim() || "Guest", body: text })
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
        onInput={(event) => setBody(event.target.value)}
      />
      <button type="submit" data-testid="send" disabled={body().trim() === ""}>
        Send
      </button>
    </form>
  )
}

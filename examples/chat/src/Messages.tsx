import { createMutation, createPaginatedQuery, changePages, type PaginatedItem } from "@zeroback/solid"
import { createSignal, ErrorBoundary, For, Show } from "solid-js"
import { api } from "../zeroback/_generated/api"

const PAGE = 20

type Message = PaginatedItem<typeof api.messages.list>

export function Messages(props: { channel: string; me: string }) {
  const { results, status, loadMore } = createPaginatedQuery(api.messages.list, () => ({ channel: props.channel }), {
    initialNumItems: PAGE,
  })
  const [problem, setProblem] = createSignal<string>()
  return (
    <ErrorBoundary fallback={(error: Error) => <p class="problem">The messages cannot be shown: {error.message}</p>}>
      <Show when={problem()}>
        <p class="problem" role="alert">
          The message was not deleted: {problem()}
        </p>
      </Show>
      {/* Newest first in the document too: the column is laid out from the bottom up and stays there. */}
      <ol class="messages" data-testid="messages" aria-live="polite" aria-relevant="additions">
        <For
          each={results()}
          fallback={
            <li class="hint">{status() === "LoadingFirstPage" ? "Loading" : "Nothing here yet. Say hello!"}</li>
          }
        >
          {(message) => <Row message={message} isMine={message.author === props.me} onProblem={setProblem} />}
        </For>
        <Show when={status() === "CanLoadMore"}>
          <li class="more">
            <button type="button" data-testid="older" onClick={() => loadMore(PAGE)}>
              Older messages
            </button>
          </li>
        </Show>
      </ol>
    </ErrorBoundary>
  )
}

function Row(props: { message: Message; isMine: boolean; onProblem: (problem: string) => void }) {
  const remove = createMutation(api.messages.remove, {
    optimisticUpdate: (store, { id }) =>
      changePages(store, api.messages.list, { channel: props.message.channel }, (item) =>
        item._id === id ? undefined : item,
      ),
  })

  /** Who deletes with the keyboard goes on at the next message that can be deleted, or where one writes. */
  function leave(button: HTMLButtonElement) {
    if (!button.matches(":focus-visible")) return
    const buttons = [...document.querySelectorAll<HTMLButtonElement>(".message .remove")]
    const at = buttons.indexOf(button)
    const field = document.querySelector<HTMLInputElement>(".composer input")
    ;(buttons[at + 1] ?? buttons[at - 1] ?? field)?.focus()
  }

  function deleteMessage(button: HTMLButtonElement) {
    leave(button)
    remove({ id: props.message._id }).catch((error: Error) => props.onProblem(error.message))
  }

  return (
    <li class="message" classList={{ mine: props.isMine }} data-testid="message">
      <span class="avatar" style={{ "--hue": hueOf(props.message.author) }} aria-hidden="true">
        {firstOf(props.message.author).toUpperCase()}
      </span>
      <div class="bubble">
        <p class="byline">
          <b>{props.message.author}</b> <time>{timeOf(props.message._creationTime)}</time>
        </p>
        <p class="body" dir="auto">
          {props.message.body}
        </p>
      </div>
      {/* The server has to know it first. */}
      <Show when={props.isMine && props.message._id.startsWith("messages:")}>
        <button
          type="button"
          class="remove"
          aria-label={`Delete ${props.message.body}`}
          onClick={(event) => deleteMessage(event.currentTarget)}
        >
          ×
        </button>
      </Show>
    </li>
  )
}

/** What a reader takes for the first character of a name, such as an emoji that is put together of several. */
function firstOf(name: string): string {
  const [first] = new Intl.Segmenter().segment(name)
  return first?.segment ?? ""
}

/** A colour for a name, the same in every browser. */
function hueOf(name: string): number {
  return [...name].reduce((hash, char) => (hash * 31 + (char.codePointAt(0) ?? 0)) % 360, 7)
}

function timeOf(millis: number): string {
  return new Date(millis).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })
}

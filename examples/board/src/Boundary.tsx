import { Component, type ReactNode } from "react"

interface Props {
  /** What is shown below it, as the start of a sentence. */
  name: string
  children: ReactNode
}

/** Says what has failed below it, such as a query, and tries again when one asks for it. */
export class Boundary extends Component<Props, { error?: Error }> {
  override state: { error?: Error } = {}

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <div className="problem" role="alert">
        <p>
          {this.props.name} cannot be shown: {error.message}
        </p>
        <button type="button" className="more" onClick={() => this.setState({ error: undefined })}>
          Try again
        </button>
      </div>
    )
  }
}

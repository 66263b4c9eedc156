/** Type and id of a frame that begins with them, as both servers write it. */
const START = /^\{"type":"(\w+)","id":"([^"\\]*)"/

/** A frame from the server. Large ones are parsed only when somebody looks inside. */
export class Frame {
  readonly type: string
  readonly id: string | undefined
  private readonly begun: number

  private constructor(
    private given: string | undefined,
    private parsed: any,
  ) {
    const start = given === undefined ? null : START.exec(given)
    if (start === null) this.parsed ??= JSON.parse(given!)
    this.type = start?.[1] ?? this.parsed.type
    this.id = start === null ? this.parsed.id : start[2]
    this.begun = start?.[0].length ?? 0
  }

  /** The frames of a message, which is one or an array of several. */
  static ofMessage(text: string): Frame[] {
    if (!text.startsWith("[")) return [new Frame(text, undefined)]
    const frames: unknown[] = JSON.parse(text)
    return frames.map((frame) => new Frame(undefined, frame))
  }

  /** The frame as JSON text. */
  get text(): string {
    return (this.given ??= JSON.stringify(this.parsed))
  }

  /** Text after the id. Two answers with the same rest have the same result. */
  get rest(): string {
    return this.begun > 0 ? this.text.slice(this.begun) : JSON.stringify({ ...this.body, type: "", id: "" })
  }

  /** The frame as JSON. */
  get body(): any {
    return (this.parsed ??= JSON.parse(this.text))
  }

  get result(): any {
    return this.body.result
  }
}

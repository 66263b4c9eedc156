/** Type and id of a frame that begins with them, as both servers write it. */
const START = /^\{"type":"(\w+)","id":"([^"\\]*)"/

/** A frame from the server. Large ones are parsed only when somebody looks inside. */
export class Frame {
  readonly type: string
  readonly id: string | undefined
  /** Text after the id. Two answers with the same rest have the same result. */
  readonly rest: string
  private parsed: any

  /** The frames of a message, which is one or an array of several. */
  static ofMessage(text: string): Frame[] {
    if (!text.startsWith("[")) return [new Frame(text)]
    const frames: unknown[] = JSON.parse(text)
    return frames.map((frame) => new Frame(JSON.stringify(frame), frame))
  }

  private constructor(
    readonly text: string,
    parsed?: unknown,
  ) {
    const start = START.exec(text)
    this.parsed = start ? parsed : (parsed ?? JSON.parse(text))
    this.type = start?.[1] ?? this.parsed.type
    this.id = start?.[2] ?? this.parsed.id
    this.rest = start ? text.slice(start[0].length) : text
  }

  /** The frame as JSON. */
  get body(): any {
    return (this.parsed ??= JSON.parse(this.text))
  }

  get result(): any {
    return this.body.result
  }
}

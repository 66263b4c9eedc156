import { patchedResult, type ListPatch } from "./patch.js"

/** What a frame says of one live query. */
export interface QueryState {
  readonly result?: any
  readonly hash?: string
  readonly patch?: ListPatch<any>
  /** Hash of the result that `patch` is made for; the floor's patches have none. */
  readonly base?: string
  readonly error?: unknown
}

/** A live query of a socket and the result that it holds now. */
export class Subscription {
  private result: any
  private hash: string | undefined

  constructor(
    first: QueryState,
    private readonly watcher: (result: any) => void,
  ) {
    this.result = first.result
    this.hash = first.hash
  }

  /** @throws Error when the query failed, or a patch is made for another result. */
  update({ result, hash, patch, base, error }: QueryState): void {
    if (error !== undefined) throw new Error(`A live query failed: ${JSON.stringify(error)}`)
    if (patch !== undefined && base !== this.hash)
      throw new Error(`A patch is made for result ${base}, but ${this.hash} is held`)
    this.result = patch === undefined ? result : patchedResult(this.result, patch)
    this.hash = hash
    this.watcher(this.result)
  }
}

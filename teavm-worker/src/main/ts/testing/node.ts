/** The parts of Node that tests run on, typed structurally, so that apps need no Node types installed. */
interface NodeGlobals {
  readonly process: {
    readonly versions: { readonly node: string }
    /** Since Node 20.16. */
    getBuiltinModule(name: string): unknown
  }
  setImmediate(task: () => void): unknown
}

export const node = globalThis as unknown as NodeGlobals

import { ZerobackError } from "@zeroback/values"
import type { Engine } from "../engine.js"
import type { FilterBuilder, FilterExpression, Operand } from "../database/filter.js"
import type { Bound, IndexRange } from "../database/index-range.js"
import type { Direction } from "../database/query-builder.js"
import type { GrownQuery, LooseEnds } from "./loose-ends.js"

/** What was asked so far ("A query as data" in docs/architecture.md). */
interface Description {
  readonly table: unknown
  readonly index?: string
  readonly range?: readonly Bound[]
  readonly search?: { readonly field: string; readonly query: string }
  readonly filter?: readonly FilterExpression[]
  readonly order?: Direction
  readonly orderBy?: { readonly field: string; readonly direction: Direction }
}

/** Records a query; a terminal method hands its description to the engine. */
export class QueryRecorder implements GrownQuery {
  readonly #engine: Engine
  readonly #run: number
  readonly #asked: Description
  readonly #ends: LooseEnds
  readonly origin: QueryRecorder | undefined
  hasRun = false

  constructor(engine: Engine, run: number, asked: Description, ends: LooseEnds, origin?: QueryRecorder) {
    this.#engine = engine
    this.#run = run
    this.#asked = asked
    this.#ends = ends
    this.origin = origin
    ends.queries.add(this)
  }

  withIndex(index: string, range?: (q: RangeRecorder) => IndexRange): QueryRecorder {
    refuseSecond("withIndex", this.#asked.index)
    const recorder = new RangeRecorder()
    if (range && range(recorder) !== recorder) {
      throw refused(`withIndex("${index}"): its callback must return the range, as in (q) => q.eq("field", value).`)
    }
    return this.#with({ index, range: recorder.bounds })
  }

  search(field: string, query: string): QueryRecorder {
    refuseSecond("search", this.#asked.search?.field)
    return this.#with({ search: { field, query } })
  }

  filter(condition: (q: FilterBuilder<any>) => FilterExpression): QueryRecorder {
    return this.#with({ filter: [...(this.#asked.filter ?? []), condition(filterBuilder)] })
  }

  order(order: Direction): QueryRecorder {
    return this.#with({ order })
  }

  orderBy(field: string, direction: Direction = "asc"): QueryRecorder {
    return this.#with({ orderBy: { field, direction } })
  }

  async collect(): Promise<unknown> {
    return this.#execute({ terminal: "collect" })
  }

  async first(): Promise<unknown> {
    return this.#execute({ terminal: "first" })
  }

  async unique(): Promise<unknown> {
    return this.#execute({ terminal: "unique" })
  }

  async take(n: number): Promise<unknown> {
    return this.#execute({ terminal: "take", n })
  }

  async count(): Promise<unknown> {
    return this.#execute({ terminal: "count" })
  }

  async paginate(options?: { cursor?: string | null; numItems?: number } | null): Promise<unknown> {
    const { cursor, numItems } = options ?? {}
    return this.#execute({ terminal: "paginate", cursor, numItems })
  }

  #with(more: Partial<Description>): QueryRecorder {
    this.#ends.queries.delete(this)
    return new QueryRecorder(this.#engine, this.#run, { ...this.#asked, ...more }, this.#ends, this)
  }

  #execute(terminal: object): unknown {
    this.hasRun = true
    this.#ends.queries.delete(this)
    return this.#engine.query(this.#run, { ...this.#asked, ...terminal })
  }
}

function refuseSecond(method: string, first: string | undefined): void {
  if (first !== undefined) {
    throw refused(`A query takes one .${method}(), and this one has "${first}" already; narrow it with .filter().`)
  }
}

function refused(message: string): ZerobackError {
  return ZerobackError.coded("bad_request", message)
}

/** Records the bounds of an index range: all of them, whichever of its results the callback returns. */
class RangeRecorder implements IndexRange {
  readonly bounds: Bound[] = []

  eq = (field: string, value: unknown) => this.#add({ op: "eq", field, value })
  gt = (field: string, value: unknown) => this.#add({ op: "gt", field, value })
  gte = (field: string, value: unknown) => this.#add({ op: "gte", field, value })
  lt = (field: string, value: unknown) => this.#add({ op: "lt", field, value })
  lte = (field: string, value: unknown) => this.#add({ op: "lte", field, value })

  #add(bound: Bound): this {
    this.bounds.push(bound)
    return this
  }
}

/** A field reference as `q.field` makes it; a class, so that no value of a user can be taken for one. */
class FieldReference {
  readonly field: string

  constructor(field: string) {
    this.field = field
  }
}

function operand(side: unknown): Operand {
  return side instanceof FieldReference ? { field: side.field } : { value: side }
}

function comparison(op: "eq" | "neq" | "lt" | "lte" | "gt" | "gte") {
  return (left: unknown, right: unknown): FilterExpression => ({ op, left: operand(left), right: operand(right) })
}

const filterBuilder: FilterBuilder<any> = {
  field: (path: string) => new FieldReference(path),
  eq: comparison("eq"),
  neq: comparison("neq"),
  lt: comparison("lt"),
  lte: comparison("lte"),
  gt: comparison("gt"),
  gte: comparison("gte"),
  and: (...of: FilterExpression[]) => ({ op: "and", of }),
  or: (...of: FilterExpression[]) => ({ op: "or", of }),
  not: (condition: FilterExpression) => ({ op: "not", of: [condition] }),
}

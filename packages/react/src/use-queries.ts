"use client"

import { lastingError, QueryStore, type QueryState, type ZerobackClient, type ZerobackError } from "@zeroback/client"
import { useMemo, useSyncExternalStore } from "react"
import type { NoMembers, QueryReference } from "./function-types.js"
import { useZerobackClient } from "./provider.js"

type RequestArgs<Ref extends QueryReference> = NoMembers extends Ref["_args"]
  ? { args?: Ref["_args"] }
  : { args: Ref["_args"] }

/** Queries with their arguments, by names of the caller's choice. */
export type QueryRequests<Refs extends Readonly<Record<string, QueryReference>>> = {
  readonly [Name in keyof Refs]: { query: Refs[Name] } & RequestArgs<Refs[Name]>
}

export type QueriesResult<Refs extends Readonly<Record<string, QueryReference>>> = {
  [Name in keyof Refs]: Refs[Name]["_returns"] | undefined | ZerobackError
}

/**
 * The live results of any number of queries, by the names given to them: `undefined` while one loads, a
 * `ZerobackError` where one failed and was not just refused for now.
 *
 * @example const lists = useQueries(Object.fromEntries(projects.map((project) => [project, { query: api.tasks.list, args: { project } }])))
 */
export function useQueries<Refs extends Readonly<Record<string, QueryReference>>>(
  requests: QueryRequests<Refs>,
): QueriesResult<Refs> {
  const client = useZerobackClient()
  // As one text, because the identity of the requests changes with each render.
  const wanted = JSON.stringify(
    Object.entries<{ query: QueryReference; args?: unknown }>(requests).map(([name, { query, args }]) => [
      name,
      QueryStore.makeKey(query._name, args),
    ]),
  )
  const source = useMemo(() => queriesSource(client, JSON.parse(wanted) as [string, string][]), [client, wanted])
  return useSyncExternalStore(source.watch, source.results, source.nothing) as QueriesResult<Refs>
}

/** @param queries - Names and keys. */
function queriesSource(client: ZerobackClient, queries: readonly [string, string][]) {
  const nothing = Object.fromEntries(queries.map(([name]) => [name, undefined]))
  let states: readonly QueryState[] = []
  let results: Record<string, unknown> = nothing
  return {
    watch(changed: () => void): () => void {
      const stops = queries.flatMap(([, key]) => {
        const { fnName, args } = QueryStore.parseKey(key)
        return [client.watchQuery(key, changed), client.subscribe(fnName, args)]
      })
      return () => stops.forEach((stop) => stop())
    },
    /** The same object until a result changes. */
    results(): Record<string, unknown> {
      const current = queries.map(([, key]) => client.getQueryState(key))
      if (current.some((state, i) => state !== states[i])) {
        states = current
        const outcomes = current.map((state) => lastingError(state) ?? state.result)
        results = Object.fromEntries(queries.map(([name], i) => [name, outcomes[i]]))
      }
      return results
    },
    nothing: () => nothing,
  }
}

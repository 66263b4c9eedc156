import { QueryStore, type QueryState, type ZerobackClient, type ZerobackError } from "@zeroback/client"
import { useMemo, useSyncExternalStore } from "react"
import type { QueryReference } from "./function-types.js"
import { useZerobackClient } from "./provider.js"

/** Queries by names of the caller's choice. */
export type QueryRequests = Readonly<Record<string, { query: QueryReference; args?: unknown }>>

export type QueriesResult<Requests extends QueryRequests> = {
  [Name in keyof Requests]: Requests[Name]["query"]["_returns"] | undefined | ZerobackError
}

/**
 * The live results of any number of queries, by the names given to them: `undefined` while one loads, a
 * `ZerobackError` where one failed.
 *
 * @example const lists = useQueries(Object.fromEntries(projects.map((project) => [project, { query: api.tasks.list, args: { project } }])))
 */
export function useQueries<Requests extends QueryRequests>(requests: Requests): QueriesResult<Requests> {
  const client = useZerobackClient()
  const keys = Object.entries(requests).map(([name, { query, args }]) => [name, QueryStore.makeKey(query._name, args)])
  // The text stands for the names, functions and arguments, whose identity changes with each render.
  const identity = JSON.stringify(keys)
  const source = useMemo(() => queriesSource(client, requests), [client, identity])
  return useSyncExternalStore(source.watch, source.results, source.nothing) as QueriesResult<Requests>
}

function queriesSource(client: ZerobackClient, requests: QueryRequests) {
  const queries = Object.entries(requests).map(([name, { query, args }]) => ({
    name,
    fn: query._name,
    args,
    key: QueryStore.makeKey(query._name, args),
  }))
  const nothing = Object.fromEntries(queries.map(({ name }) => [name, undefined]))
  let states: readonly QueryState[] = []
  let results: Record<string, unknown> = nothing
  return {
    watch(changed: () => void): () => void {
      const stops = queries.flatMap(({ key, fn, args }) => [
        client.watchQuery(key, changed),
        client.subscribe(fn, args),
      ])
      return () => stops.forEach((stop) => stop())
    },
    /** The same object until a result changes. */
    results(): Record<string, unknown> {
      const current = queries.map(({ key }) => client.getQueryState(key))
      if (current.some((state, i) => state !== states[i])) {
        states = current
        results = Object.fromEntries(queries.map(({ name }, i) => [name, current[i]?.error ?? current[i]?.result]))
      }
      return results
    },
    nothing: () => nothing,
  }
}

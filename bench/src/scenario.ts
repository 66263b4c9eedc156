import type { Round } from "./harness/pipeline.js"
import type { Server } from "./harness/server.js"
import type { Storage } from "./harness/storage.js"

export type Side = "ours" | "floor"

/** How much a run measures. */
export interface Effort {
  readonly rounds: number
  /** Milliseconds that one round of a throughput scenario lasts. */
  readonly roundMillis: number
  /** Samples whose median is one round of a latency scenario. */
  readonly samples: number
  /** Documents of a table that is too large to scan. */
  readonly largeTable: number
}

/** What a scenario gets to work with. */
export interface Bench {
  readonly storage: Storage
  readonly effort: Effort
  /** Starts a server that is stopped when the scenario ends. `counted` ones tell the rows they read and wrote. */
  start(side: Side, variant?: "plain" | "counted"): Promise<Server>
  /** Which program plays that side: in the self-check the floor plays both. */
  programOf(side: Side): Side
  /** Says what is going on. */
  progress(text: string): void
}

/** One figure of both sides; round `i` of ours ran next to round `i` of the floor's. */
export interface Measurement {
  readonly name: string
  readonly title: string
  readonly unit: string
  /** Empty when there is nothing to measure. */
  readonly ours: readonly number[]
  readonly floor?: readonly number[]
}

/** One side of an interleaved scenario, seeded and connected. */
export interface Probe {
  /** Measures one round and checks every answer in it. */
  measure(): Promise<Round>
  /** Checks what the rounds left behind and disconnects. */
  close(): Promise<void>
}

export interface Scenario {
  readonly name: string
  readonly title: string
  /** The storage makes no difference: one run is enough. */
  readonly anyStorage?: boolean
  /** There is no floor to compare with, so a self-check leaves it out. */
  readonly oursOnly?: boolean
  run(bench: Bench): Promise<Measurement[]>
  /** Seeds one side and connects to it; absent when there are no rounds to profile. */
  prepare?(server: Server, bench: Bench, side: Side): Promise<Probe>
}

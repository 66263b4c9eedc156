import { expect, test } from "vitest"
import { timeByFunction } from "../src/profile/cpu-profile.js"

const frame = (functionName: string) => ({ functionName, lineNumber: 1, columnNumber: functionName.charCodeAt(0) })

test("time counts once for a function that calls itself", () => {
  const times = timeByFunction({
    nodes: [
      { id: 1, callFrame: frame("(root)"), children: [2] },
      { id: 2, callFrame: frame("walk"), children: [3] },
      { id: 3, callFrame: frame("walk"), children: [4] },
      { id: 4, callFrame: frame("leaf") },
    ],
    samples: [2, 3, 4, 4],
    timeDeltas: [10, 20, 30, 40],
  })
  const timeOf = (name: string) => times.find((it) => it.functionName === name)
  expect(timeOf("walk")).toMatchObject({ selfMicros: 30, totalMicros: 100 })
  expect(timeOf("leaf")).toMatchObject({ selfMicros: 70, totalMicros: 70 })
})

import { version } from "react"
import { version as domVersion } from "react-dom"
import { expect, inject, test } from "vitest"

test("the tests run with the React that they name", () => {
  expect([version, domVersion].map((each) => each.split(".")[0])).toEqual([inject("react"), inject("react")])
})

declare module "vitest" {
  interface ProvidedContext {
    /** The major version of React that the project runs with. */
    react: string
  }
}

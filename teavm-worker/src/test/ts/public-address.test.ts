import { expect, test } from "vitest"
import { PublicAddress } from "../../main/ts/host/public-address.js"

test("an address that is not encrypted does not take the place of one that is", () => {
  const address = new PublicAddress(undefined, undefined)
  const via = (url: string) => {
    address.learn(new Request(url))
    return address.of("/x")
  }
  expect(via("http://app.example/query")).toBe("http://app.example/x")
  expect(via("https://app.example/query")).toBe("https://app.example/x")
  expect(via("http://app.example/query")).toBe("https://app.example/x")
  expect(via("https://other.example/query")).toBe("https://other.example/x")
})

import { ZerobackClient, ZerobackProvider } from "@zeroback/solid"
import { render } from "solid-js/web"
import { App } from "./App"
import "./styles.css"

const url = import.meta.env["VITE_ZEROBACK_URL"] ?? "ws://localhost:8788/ws"
const client = new ZerobackClient(url, { persistence: true, schemaVersion: "1" })
// Shows what earlier visits have seen, and delivers what they could not.
await client.init()

const root = document.getElementById("root")
if (root === null) throw new Error("index.html has no element with the id root")

render(
  () => (
    <ZerobackProvider client={client}>
      <App />
    </ZerobackProvider>
  ),
  root,
)

import { ZerobackClient, ZerobackProvider } from "@zeroback/react"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { App } from "./App"
import "./styles.css"

const client = new ZerobackClient(import.meta.env["VITE_ZEROBACK_URL"] ?? "ws://localhost:8788/ws")
const root = document.getElementById("root")
if (root === null) throw new Error("index.html has no element with the id root")

createRoot(root).render(
  <StrictMode>
    <ZerobackProvider client={client}>
      <App />
    </ZerobackProvider>
  </StrictMode>,
)

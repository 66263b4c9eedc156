import { expect } from "vitest"
import type { AuthState, ZerobackClient } from "../src/index.js"
import type { Peer } from "./scripted-server.js"

/** A token as servers sign it; nobody here checks the signature. */
export function tokenOf(subject: string, expiresInSeconds = 3600): string {
  const claims = { iss: "https://id", sub: subject, exp: Math.floor(Date.now() / 1000) + expiresInSeconds }
  return `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`
}

/** Serves one sign-in: the greeting without a session, the token, the session. */
export async function signIn(peer: Peer): Promise<unknown> {
  const greeting = await peer.greet({ session: "f".repeat(32) })
  expect(greeting).not.toHaveProperty("session")
  const auth = await peer.next()
  peer.send({ type: "authResult", ok: true })
  await peer.greet()
  return auth["token"]
}

/** Signs in and returns the states that the client tells from then on. */
export function authStates(client: ZerobackClient, getToken: Parameters<ZerobackClient["setAuth"]>[0]): AuthState[] {
  const states: AuthState[] = []
  client.setAuth(getToken, (state) => states.push(state))
  return states
}

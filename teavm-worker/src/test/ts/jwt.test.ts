import { jwtAuthentication } from "@zeroback/server/jwt"
import type { JwtOptions } from "@zeroback/server/jwt"
import { build } from "esbuild"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose"
import type { JWK } from "jose"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"

const ISSUER = "https://issuer.example"
const AUDIENCE = "the-app"

interface Key {
  readonly kid: string
  readonly alg: string
  readonly secret: CryptoKey
  readonly jwk: JWK
}

async function newKey(kid: string, alg: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, alg, secret: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } }
}

interface Claims {
  issuer?: string
  audience?: string
  expires?: number
  more?: Record<string, unknown>
}

/** A token of `subject`, good for a minute unless `claims` say otherwise. */
function token({ kid, alg, secret }: Key, subject = "ada", claims: Claims = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1_000)
  return new SignJWT({ name: "Ada", ...claims.more })
    .setProtectedHeader({ alg, kid })
    .setSubject(subject)
    .setIssuer(claims.issuer ?? ISSUER)
    .setAudience(claims.audience ?? AUDIENCE)
    .setIssuedAt(now)
    .setJti(String(Math.random()))
    .setExpirationTime(claims.expires ?? now + 60)
    .sign(secret)
}

let rsa: Key
let ec: Key
let published: JWK[]
let fetches = 0
const issuer = createServer((_request, response) => {
  fetches++
  response.setHeader("Content-Type", "application/json")
  response.end(JSON.stringify({ keys: published }))
})
let jwks: string

beforeAll(async () => {
  rsa = await newKey("rsa", "RS256")
  ec = await newKey("ec", "ES256")
  published = [rsa.jwk, ec.jwk]
  await new Promise<void>((ready) => issuer.listen(0, "127.0.0.1", ready))
  jwks = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks.json`
})
afterAll(() => issuer.close())

const bearing = (text: string) =>
  new Request("https://app.example/ws", { headers: { Authorization: `Bearer ${text}` } })
const authentication = () => jwtAuthentication({ jwks, issuer: ISSUER, audience: AUDIENCE })

describe("a token", () => {
  test.each([["RS256"], ["ES256"]])("signed with %s names its user", async (alg) => {
    const identity = await authentication()(bearing(await token(alg === "RS256" ? rsa : ec)))
    expect(identity).toEqual({
      subject: "ada",
      name: "Ada",
      iss: ISSUER,
      aud: AUDIENCE,
      expiresAt: expect.any(Number),
    })
    expect((identity!["expiresAt"] as number) - Date.now()).toBeGreaterThan(50_000)
  })

  test("makes an identity equal to that of another token of the same user, but for its end", async () => {
    const authenticate = authentication()
    const [one, other] = [await authenticate(bearing(await token(rsa))), await authenticate(bearing(await token(rsa)))]
    expect({ ...one, expiresAt: 0 }).toEqual({ ...other, expiresAt: 0 })
  })

  test("that is missing is anonymous", async () => {
    expect(await authentication()(new Request("https://app.example/ws"))).toBeNull()
  })

  test.each<[string, () => Promise<string> | string, string]>([
    ["that has expired", () => token(rsa, "ada", { expires: Math.floor(Date.now() / 1_000) - 60 }), "ERR_JWT_EXPIRED"],
    [
      "of another issuer",
      () => token(rsa, "ada", { issuer: "https://evil.example" }),
      "ERR_JWT_CLAIM_VALIDATION_FAILED",
    ],
    ["for another audience", () => token(rsa, "ada", { audience: "other" }), "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    [
      "signed with another key",
      async () => token({ ...rsa, secret: (await newKey("rsa", "RS256")).secret }),
      "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
    ],
    [
      "with a key that nobody published",
      async () => token(await newKey("unknown", "RS256")),
      "ERR_JWKS_NO_MATCHING_KEY",
    ],
    [
      "without a signature",
      () => new UnsecuredJWT({ name: "Ada" }).setSubject("ada").setIssuer(ISSUER).setAudience(AUDIENCE).encode(),
      "ERR_",
    ],
    [
      "signed with the public key as a secret",
      () =>
        new SignJWT({})
          .setProtectedHeader({ alg: "HS256", kid: "rsa" })
          .setSubject("ada")
          .setIssuer(ISSUER)
          .setAudience(AUDIENCE)
          .setExpirationTime("1m")
          .sign(new TextEncoder().encode(JSON.stringify(rsa.jwk))),
      "ERR_JOSE_ALG_NOT_ALLOWED",
    ],
    ["that is none", () => "no.token", "ERR_"],
  ])("%s is refused", async (_what, made, code) => {
    await expect(authentication()(bearing(await made()))).rejects.toThrow(`The token is not accepted (${code}`)
  })

  test("that has just expired is good for as long as clocks may differ", async () => {
    const seconds = Math.floor(Date.now() / 1_000)
    const expired = await token(rsa, "ada", { expires: seconds - 2 })
    const authenticate = jwtAuthentication({ jwks, issuer: ISSUER, audience: AUDIENCE, clockToleranceSeconds: 60 })
    expect(await authenticate(bearing(expired))).toMatchObject({ expiresAt: (seconds + 58) * 1_000 })
  })

  test("signed with a key published later is accepted, and one withdrawn is not, once the keys are fetched anew", async () => {
    const authenticate = authentication()
    await authenticate(bearing(await token(rsa)))
    const before = fetches
    await authenticate(bearing(await token(ec)))
    expect(fetches).toBe(before)
    const next = await newKey("next", "ES256")
    published = [next.jwk]
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    expect(await authenticate(bearing(await token(next)))).toMatchObject({ subject: "ada" })
    await expect(authenticate(bearing(await token(rsa)))).rejects.toThrow("ERR_JWKS_NO_MATCHING_KEY")
    published = [rsa.jwk, ec.jwk]
  })
})

test.each(["issuer", "audience"])(
  "an app that does not name the %s, as where a variable is not set, is refused",
  (name) => {
    for (const nobody of [undefined, ""]) {
      const options = { jwks, issuer: ISSUER, audience: AUDIENCE, [name]: nobody } as JwtOptions
      expect(() => jwtAuthentication(options)).toThrow(
        new TypeError(`jwtAuthentication: ${name} is missing; without it any token would do.`),
      )
    }
  },
)

test("in workerd, tokens are checked on a socket, over HTTP and on a live socket", async () => {
  const backend = await Backend.start("release", { JWKS_URL: jwks })
  try {
    const headers = { Authorization: `Bearer ${await token(ec)}` }
    const call = { fn: "tasks:whoAmI" }
    expect(await backend.post("/jwt/t/a/query", call, headers)).toMatchObject({ body: { result: { subject: "ada" } } })
    expect(await backend.post("/jwt/t/a/query", call, { Authorization: "Bearer x.y.z" })).toMatchObject({ status: 401 })
    const socket = await backend.connect("/jwt/t/a/ws", headers)
    const watched = await socket.ask({ type: "query", id: "q", fn: "tasks:whoAmI", args: {} })
    expect(watched).toMatchObject({ result: { subject: "ada" } })
    expect(await socket.ask({ type: "auth", token: "x.y.z" })).toMatchObject({ type: "authResult", ok: false })
    socket.send({ type: "auth", token: await token(rsa, "eve") })
    const answers = [await socket.next(), await socket.next()]
    expect(answers).toContainEqual({ type: "authResult", ok: true })
    expect(answers).toContainEqual(
      expect.objectContaining({ type: "update", result: expect.objectContaining({ subject: "eve" }) }),
    )
  } finally {
    await backend.stop()
  }
})

test("who does not import it does not bundle jose", async () => {
  const bundled = async (contents: string) => {
    const { metafile } = await build({
      stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
      bundle: true,
      write: false,
      format: "esm",
      metafile: true,
    })
    return Object.keys(metafile.inputs).some((path) => path.includes("node_modules/jose/"))
  }
  const everybody = 'export * from "@zeroback/server"; export * from "@zeroback/server/runtime"'
  expect(await bundled(everybody)).toBe(false)
  expect(await bundled(`${everybody}; export * from "@zeroback/server/jwt"`)).toBe(true)
})

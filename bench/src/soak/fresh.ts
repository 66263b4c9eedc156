/** Runs a query anew, past everything that is live. */
export async function fresh(server: URL, fn: string, args: unknown): Promise<unknown> {
  const response = await fetch(new URL("/query", server), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ fn, args }),
  })
  if (!response.ok) throw new Error(`${fn} was answered ${response.status}: ${await response.text()}`)
  return ((await response.json()) as { result: unknown }).result
}

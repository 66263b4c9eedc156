const CHUNK = 0x8000
const PADDING = /={1,2}$/
const OUTSIDE_ALPHABET = /[^A-Za-z0-9+/]/

/** Standard base64 with padding (RFC 4648, section 4). */
export function bytesToBase64(bytes: ArrayBuffer): string {
  const view = new Uint8Array(bytes)
  let binary = ""
  // In chunks, because each byte is an argument on the stack.
  for (let start = 0; start < view.length; start += CHUNK) {
    binary += String.fromCharCode(...view.subarray(start, start + CHUNK))
  }
  return btoa(binary)
}

/** The bytes of a standard base64 text, or `undefined` when the text is none. */
export function base64ToBytes(text: string): ArrayBuffer | undefined {
  if (text.length % 4 !== 0 || OUTSIDE_ALPHABET.test(text.replace(PADDING, ""))) return undefined
  const binary = atob(text)
  const view = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) view[i] = binary.charCodeAt(i)
  return view.buffer
}

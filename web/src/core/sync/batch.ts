import { decode } from '../change/text64'

/** Who writes: what enrolment gave. */
export interface Writer {
  tag: string
  user: string
  partition: string
}

const utf8 = (s: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(s)

function number(n: number): Uint8Array<ArrayBuffer> {
  const out = new DataView(new ArrayBuffer(8))
  out.setBigUint64(0, BigInt(n))
  return new Uint8Array(out.buffer)
}

/** Bytes as base64 with padding, as Go writes them in JSON. */
export function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''))
}

/** What is signed of a batch (internal/change/PROTOCOL.md): its header and the hash of each content. */
export async function signed(w: Writer, from: number, contents: string[]): Promise<ArrayBuffer> {
  const hashes = await Promise.all(contents.map(async (c) => crypto.subtle.digest('SHA-256', utf8(c))))
  const parts: BlobPart[] = [
    utf8('bamban batch 1\n'),
    number(utf8(w.partition).length),
    utf8(w.partition),
    new Uint8Array(2),
    decode(w.tag) ?? new Uint8Array(6),
    decode(w.user) ?? new Uint8Array(16),
    number(from),
    number(contents.length),
    ...hashes,
  ]
  return new Blob(parts).arrayBuffer()
}

/** The body of a push: the contents as they are, to the byte. */
export async function pushBody(w: Writer, key: CryptoKey, from: number, contents: string[]): Promise<string> {
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, await signed(w, from, contents))
  const head = JSON.stringify({ partition: w.partition, device: w.tag, user: w.user, from, signature: base64(new Uint8Array(signature)) })
  return `${head.slice(0, -1)},"changes":[${contents.join(',')}]}`
}

/** Sends a file by tus 1.0 (tus.io): created once, gone on with after every cut. */
import { fault } from '../../core/api/decoders'
import type { FileMeta } from '../../core/media/queue'
import { Refusal } from '../replica/device'
import { Unheard } from './transport'

const path = '/sync/v1/files/'
/** How much goes in one request: after each it is known what the server has. */
export const pieceBytes = 64 * 1024
const patience = 120_000

/** What the upload needs of who keeps the file. */
export interface Sending {
  meta: FileMeta
  bytes: Uint8Array<ArrayBuffer>
  /** Remembers where the server takes the rest, and how much it has. */
  note(upload: string, offset: number): Promise<void>
  /** Asked before each piece: whether so many bytes may go now. */
  goOn(bytes: number): boolean
}

/** Sends what is left of a file. True once the server has it, false where it was told to wait. */
export async function send(token: string, s: Sending): Promise<boolean> {
  let at = s.meta.upload ? await offsetOf(token, s.meta.upload) : null
  let url = s.meta.upload
  if (at === null) {
    if (!s.goOn(Math.min(pieceBytes, s.meta.size))) return false
    const made = await create(token, s.meta)
    if (made === null) return true // somebody sent the same bytes before
    url = made
    at = 0
    await s.note(url, 0)
  }
  while (at < s.meta.size) {
    const piece = s.bytes.subarray(at, at + pieceBytes)
    if (!s.goOn(piece.length)) return false
    at = await patch(token, url, at, piece)
    await s.note(url, at)
  }
  return true
}

async function ask(method: string, url: string, token: string, headers: Record<string, string>, body?: Uint8Array<ArrayBuffer>): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Tus-Resumable': '1.0.0', ...headers },
      ...(body ? { body } : {}),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
  } catch (e) {
    throw new Unheard(e instanceof Error ? e.message : 'no answer')
  }
}

/** The server's refusal in its own words; anything else is no answer. */
async function refusal(res: Response): Promise<Error> {
  try {
    const { error } = fault(await res.json(), 'error')
    if (error.code) return new Refusal(error.code, error.field, {}, { ...error.text })
  } catch {
    // A proxy's or a portal's answer.
  }
  return new Unheard('an answer that is not the server’s')
}

async function create(token: string, meta: FileMeta): Promise<string | null> {
  const res = await ask('POST', path, token, { 'Upload-Length': String(meta.size), 'Upload-Metadata': `digest ${btoa(meta.digest)}` })
  const location = res.headers.get('Location')
  // Only the path counts: the token goes to the address that the app came from.
  if (res.status === 201 && location) return new URL(location, self.location.origin).pathname
  const e = await refusal(res)
  if (e instanceof Refusal && e.code === 'upload.have') return null
  throw e
}

/** How much the server has of an upload; null where it has forgotten it. */
async function offsetOf(token: string, url: string): Promise<number | null> {
  const res = await ask('HEAD', url, token, {})
  if (res.status === 404 || res.status === 410) return null
  const at = res.headers.get('Upload-Offset')
  if (!res.ok || at === null) throw new Unheard('no offset')
  return Number(at)
}

async function patch(token: string, url: string, at: number, piece: Uint8Array<ArrayBuffer>): Promise<number> {
  const res = await ask('PATCH', url, token, { 'Upload-Offset': String(at), 'Content-Type': 'application/offset+octet-stream' }, piece)
  const now = res.headers.get('Upload-Offset')
  if (res.status === 204 && now !== null) return Number(now)
  if (res.status === 409) {
    const has = await offsetOf(token, url) // an answer was lost: the server has more than was heard
    if (has !== null && has > at) return has
  }
  throw await refusal(res)
}

/** Fetches a file of a record in scope; null where there is none yet. */
export async function fetchFile(token: string, digest: string): Promise<Uint8Array<ArrayBuffer> | null> {
  return fetchBytes(token, path + digest)
}

/** Fetches a recording or a picture of the pack; null where it has none of that name. */
export async function fetchMedia(token: string, name: string): Promise<Uint8Array<ArrayBuffer> | null> {
  return fetchBytes(token, `/sync/v1/media/${encodeURIComponent(name)}`)
}

async function fetchBytes(token: string, url: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const res = await ask('GET', url, token, {})
  if (res.status === 404) return null
  if (!res.ok) throw await refusal(res)
  return new Uint8Array(await res.arrayBuffer())
}

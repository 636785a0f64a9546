import { fault } from '../../core/api/decoders'
import { nothing, type Decoder } from '../../core/decode'
import { bundleAnswer, enrolled, doorAnswer, hello, page, pushAnswer, reopenAnswer, type BundleAnswer, type DoorAnswer, type Enrolled, type ReopenAnswer } from '../../core/sync/wire'
import { Refusal, type Transport } from '../replica/device'

/** From this size a body is sent compressed. */
const gzipFrom = 1000
/** A message that is not answered by then is taken for lost; it is sent again another time. */
const patience = 120_000

/** No answer of the server: nobody knows whether the message arrived. */
export class Unheard extends Error {}

async function gzip(text: string): Promise<ArrayBuffer> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
}

async function post<T>(path: string, token: string, body: string, decode: Decoder<T>): Promise<T> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' }
  const packed = body.length >= gzipFrom
  if (packed) headers['Content-Encoding'] = 'gzip'
  return postBytes(path, token, headers, packed ? await gzip(body) : body, decode)
}

async function postBytes<T>(path: string, token: string, headers: Record<string, string>, body: BodyInit, decode: Decoder<T>): Promise<T> {
  if (token) headers.Authorization = `Bearer ${token}`
  let answer: unknown
  let ok = false
  try {
    const res = await fetch(path, { method: 'POST', headers, body, credentials: 'omit', cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(patience) })
    ok = res.ok
    answer = await res.json()
  } catch (e) {
    throw new Unheard(e instanceof Error ? e.message : 'no answer')
  }
  if (!ok) throw refusal(answer)
  return decode(answer, path)
}

function refusal(answer: unknown): Error {
  try {
    const { error } = fault(answer, 'error')
    const args = (answer as { error: { args?: Record<string, string> } }).error.args ?? {}
    if (error.code) return new Refusal(error.code, error.field, args, { ...error.text })
  } catch {
    // A proxy's or a portal's answer.
  }
  return new Unheard('an answer that is not the server’s')
}

/** The server that this page came from. */
export function overHTTP(token: string): Transport {
  return {
    hello: (body) => post('/sync/v1/hello', token, JSON.stringify(body), hello),
    push: (body) => post('/sync/v1/push', token, body, pushAnswer),
    pull: (body) => post('/sync/v1/pull', token, JSON.stringify(body), page),
  }
}

/** Hands in another phone's bundle. */
export function handBundle(token: string, raw: Uint8Array<ArrayBuffer>): Promise<BundleAnswer> {
  return postBytes('/sync/v1/bundle', token, { 'Content-Type': 'application/octet-stream' }, raw, bundleAnswer)
}

/** user is whose code it must be; "" for anybody's. */
export function enrol(code: string, key: string, user = ''): Promise<Enrolled> {
  return post('/sync/v1/enrol', '', JSON.stringify({ code, key, ...(user ? { user } : {}) }), enrolled)
}

/** Tells the server that the phone's memory was wiped or went back; last is the number of the last change that it knows to have written. */
export function tellLost(door: string, cause: 'wiped' | 'went_back', last: number): Promise<null> {
  return post('/sync/v1/lost', door, JSON.stringify({ cause, last }), nothing)
}

/** Gives the server its half of the reopening key, and the token that knocks. */
export function escrow(token: string, half: string, door: string): Promise<null> {
  return post('/sync/v1/escrow', token, JSON.stringify({ half, door }), nothing)
}

export function knock(door: string): Promise<DoorAnswer> {
  return post('/sync/v1/door', door, '{}', doorAnswer)
}

export function reopen(door: string, code: string): Promise<ReopenAnswer> {
  return post('/sync/v1/reopen', door, JSON.stringify({ code }), reopenAnswer)
}

export function seal(door: string): Promise<null> {
  return post('/sync/v1/seal', door, '{}', nothing)
}

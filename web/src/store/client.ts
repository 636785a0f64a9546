import { signal } from '@preact/signals'
import { fault } from '../core/api/decoders'
import type { Text } from '../core/api/types'
import { WireFault, type Decoder, type Json } from '../core/decode'
import { faults } from '../core/i18n/faults'

/** What the server refused or could not do, in words for the reader. */
export class Fault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly field: string,
    readonly text: Text,
    readonly retry: boolean,
  ) {
    super(code)
  }
  /** No answer at all: the network or the server is away. */
  get offline(): boolean {
    return this.status === 0
  }
}

/** Whether the last request was answered. */
export const answered = signal(true)

/** Called when the server says that nobody is signed in. */
let onSignedOut: () => void = () => undefined
export function whenSignedOut(f: () => void): void {
  onSignedOut = f
}

export function asFault(e: unknown): Fault {
  if (e instanceof Fault) return e
  if (e instanceof WireFault) console.error(e.message)
  else console.error(e)
  return new Fault(-1, 'wire', '', faults.wire, false)
}

async function call<T>(method: string, path: string, body: unknown, decode: Decoder<T>, signal?: AbortSignal): Promise<T> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { Accept: 'application/json' } }
  if (signal) init.signal = signal
  if (method !== 'GET') {
    const bytes = body instanceof Blob
    init.headers = { Accept: 'application/json', 'Content-Type': bytes ? 'application/octet-stream' : 'application/json', 'X-Bamban': '1' }
    if (body !== undefined) init.body = bytes ? body : JSON.stringify(body)
  }
  let response: Response
  try {
    response = await fetch(`/api${path}`, init)
  } catch (e) {
    if (signal?.aborted) throw e
    answered.value = false
    throw new Fault(0, 'offline', '', faults.offline, true)
  }
  answered.value = true
  const content = await read(response)
  if (!response.ok) {
    if (response.status === 401 && path !== '/session' && path !== '/me') onSignedOut()
    throw toFault(response.status, content)
  }
  return decode(content, path)
}

async function read(response: Response): Promise<unknown> {
  const body = await response.text()
  if (body === '') return null
  try {
    return JSON.parse(body) as Json
  } catch {
    return null
  }
}

function toFault(status: number, content: unknown): Fault {
  try {
    const { error } = fault(content, 'error')
    if (error.code) return new Fault(status, error.code, error.field, error.text, error.retry)
  } catch {
    // An answer of a proxy, not of our server.
  }
  return new Fault(status >= 502 ? 0 : status, 'http', '', faults.offline, status >= 500)
}

export function get<T>(path: string, decode: Decoder<T>, signal?: AbortSignal): Promise<T> {
  return call('GET', path, undefined, decode, signal)
}

export function send<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: unknown, decode: Decoder<T>): Promise<T> {
  return call(method, path, body, decode)
}

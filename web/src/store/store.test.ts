// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readFileSync } from 'node:fs'
import type { Json } from '../core/decode'
import { answered, asFault } from './client'
import { listOf, more, open } from './lists'
import { createRecord, getRecord, setFields } from './records'
import { saving, sending } from './saving'
import { enter, inMyCare } from './session'
import { me as decodeMe } from '../core/api/decoders'

interface Sent {
  method: string
  url: URL
  body: Json
  headers: Headers
}

/** A server that answers from a function and keeps what it was asked. */
let sent: Sent[] = []
let answer: (s: Sent) => { status?: number; body: unknown } | Promise<{ status?: number; body: unknown }>

const kinds: unknown = JSON.parse(readFileSync('e2e/mock/kinds.json', 'utf8'))
const base: Record<string, unknown> = {
  '/api/pack': {},
  '/api/kinds': kinds,
  '/api/areas': { areas: [{ id: 'xa', name: 'Pa Ủ', level: 'commune' }, { id: 'ban', name: 'Nà', level: 'village', parent: 'xa' }, { id: 'khac', name: 'Khác', level: 'village' }] },
  '/api/units': { units: [{ id: 'don', name: 'Đồn', areas: [{ area: 'xa', from: '2025-07-01' }, { area: 'khac', to: '2025-06-30' }] }] },
}
const row = (n: number): Record<string, unknown> => ({ kind: 'household', id: `h${n}`, title: `Hộ ${n}`, v: { name: `Hộ ${n}` } })
const record = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...row(1),
  versions: { name: 'v1', phone: 'v2' },
  may: { update: true },
  ...over,
})

beforeEach(async () => {
  sent = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const s: Sent = {
      method: init.method ?? 'GET',
      url: new URL(path, 'http://x'),
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as Json) : null,
      headers: new Headers(init.headers),
    }
    const known = base[s.url.pathname]
    if (known) return new Response(JSON.stringify(known))
    sent.push(s)
    const a = await answer(s)
    return new Response(JSON.stringify(a.body), { status: a.status ?? 200 })
  })
  await enter(decodeMe({ user: { id: 'u', name: 'An' }, unit: { id: 'don' }, roles: [{ code: 'r', unit: 'don' }] }, 'me'))
})
afterEach(() => vi.unstubAllGlobals())

describe('a list', () => {
  it('is asked for in pages, each after the one before, and keeps its rows in order', async () => {
    answer = ({ url }) => {
      const from = Number(url.searchParams.get('after') ?? 0)
      return { body: { rows: [row(from), row(from + 1)], total: 6, next: from < 4 ? String(from + 2) : '' } }
    }
    const list = listOf('household', new URLSearchParams('f.poverty=poor'))
    await open(list)
    await more(list)
    await more(list)
    await more(list)
    expect(list.rows.value.map((r) => r.id)).toEqual(['h0', 'h1', 'h2', 'h3', 'h4', 'h5'])
    expect(sent.map((s) => s.url.searchParams.get('after'))).toEqual([null, '2', '4'])
    expect(sent[0]?.url.searchParams.get('sort')).toBe('name')
    expect(sent[0]?.url.searchParams.get('f.poverty')).toBe('poor')
  })
  it('is found again as it was left, and is not asked for twice', async () => {
    answer = () => ({ body: { rows: [row(1)], total: 1 } })
    const q = new URLSearchParams('area=ban')
    const list = listOf('household', q)
    await open(list)
    list.scroll = 880
    await open(listOf('household', q))
    expect(listOf('household', q).scroll).toBe(880)
    expect(sent).toHaveLength(1)
  })
  it('shows at once what was written to one of its rows, and asks anew when one was added', async () => {
    answer = ({ method }) => {
      if (method === 'GET') return { body: { rows: [row(1)], total: 1 } }
      if (method === 'POST') return { status: 201, body: record({ id: 'h9' }) }
      return { body: { record: record({ title: 'Tên mới' }), change: { d: 'd', n: 1 } } }
    }
    const list = listOf('household', new URLSearchParams('q=moi'))
    await open(list)
    answer = ({ method }) => (method === 'GET' ? { body: record() } : { body: { record: record({ title: 'Tên mới' }), change: { d: 'd', n: 1 } } })
    await setFields(await getRecord('household', 'h1'), { name: 'Tên mới' })
    expect(list.rows.value[0]?.title).toBe('Tên mới')
    answer = ({ method }) => (method === 'GET' ? { body: { rows: [row(1), row(9)], total: 2 } } : { status: 201, body: record({ id: 'h9' }) })
    await createRecord('household', { name: 'x' })
    await open(list)
    expect(list.total.value).toBe(2)
  })
})

describe('a write', () => {
  it('carries the header that other sites cannot send, and the versions that were on screen', async () => {
    answer = ({ method }) => (method === 'GET' ? { body: record() } : { body: { record: record(), change: { d: 'd', n: 7 } } })
    const w = await setFields(await getRecord('household', 'h1'), { phone: '09', address: 'mới' })
    const put = sent.at(-1)
    expect(put?.headers.get('X-Bamban')).toBe('1')
    expect(put?.body).toEqual({ fields: { phone: '09', address: 'mới' }, seen: { phone: 'v2' } })
    expect(w.change).toEqual({ d: 'd', n: 7 })
  })
  it('that was refused gives the server\u2019s words and the field', async () => {
    answer = () => ({ status: 422, body: { error: { code: 'field.too_long', field: 'name', text: { vi: 'Dài quá', en: 'Too long' } } } })
    const f = asFault(await createRecord('household', {}).catch((e: unknown) => e))
    expect([f.status, f.field, f.text.vi, f.offline]).toEqual([422, 'name', 'Dài quá', false])
  })
  it('that got no answer is kept, said, and can be done again', async () => {
    let away = true
    answer = () => {
      if (away) throw new TypeError('no network')
      return { status: 201, body: record() }
    }
    const write = (): Promise<unknown> => saving('k', () => createRecord('household', {}), () => undefined)
    const f = asFault(await write().catch((e: unknown) => e))
    expect(f.offline).toBe(true)
    expect(answered.value).toBe(false)
    expect(sending.value).toEqual({ state: 'failed', n: 1 })
    away = false
    await write()
    expect(sending.value).toEqual({ state: 'saved' })
  })
})

describe('what is in my care', () => {
  it('follows the unit\u2019s areas in force, and what lies in them', () => {
    expect([inMyCare('ban'), inMyCare('xa'), inMyCare('khac')]).toEqual([true, true, false])
  })
})

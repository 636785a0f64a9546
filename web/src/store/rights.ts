import { bool, dict, list, num, object, str } from '../core/decode'
import { rec, refs, row, text } from '../core/api/decoders'
import type { Rec, Refs, Row, Text } from '../core/api/types'
import { get, send } from './client'
import { learn, learnOne, turnover, writes } from './records'

/** Where a request stands: `by` is the day that counts next, '' once it is closed; `left` are the days until then. */
export interface Clock {
  answerBy: string
  doBy: string
  by: string
  left: number
  late: boolean
  wasLate: boolean
  mayDelay: boolean
}

export type Request = Row & { clock: Clock }

export interface Requests {
  day: string
  late: number
  rows: Request[]
}

const clock = object<Clock>({ answerBy: str, doBy: str, by: str, left: num, late: bool, wasLate: bool, mayDelay: bool })
const clocked = object<{ clock: Clock }>({ clock })
const requests = object<Requests & { refs: Refs }>({
  day: str,
  late: num,
  rows: list((v, path) => ({ ...row(v, path), ...clocked(v, path) })),
  refs,
})

function named<T extends { rows: Row[]; refs: Refs }>(found: T): T {
  learn(found.refs)
  for (const r of found.rows) learnOne(r.id, r.kind, r.title)
  return found
}

/** Something was written: what shows it asks anew. */
function wrote<T>(made: T): T {
  writes.value += 1
  turnover.value += 1
  return made
}

const nothing = (): null => null

export const requestsOf = async (closed: boolean, signal?: AbortSignal): Promise<Requests> => named(await get(`/requests${closed ? '?closed=1' : ''}`, requests, signal))

export async function requestOf(id: string, signal?: AbortSignal): Promise<Request | undefined> {
  return named(await get(`/requests/${encodeURIComponent(id)}`, requests, signal)).rows[0]
}

export interface Asking {
  person: string
  what: string
  text: string
  asker: string
  relation: string
  channel: string
  received_on: string
  third_party: boolean
  consent: string
}

export const ask = async (body: Asking): Promise<Rec> => wrote(await send('POST', '/requests', body, rec))

export const act = async (id: string, body: { act: 'answer' | 'extend' | 'close'; outcome?: string; reason?: string }): Promise<unknown> =>
  wrote(await send('POST', `/requests/${id}`, body, nothing))

export interface Consents {
  rows: Row[]
  /** The ids of those that are in force today. */
  stand: string[]
  guardian: boolean
  assent: boolean
  restricted: boolean
  may: Record<string, boolean>
}

const consents = object<Consents & { refs: Refs }>({ rows: list(row), stand: list(str), guardian: bool, assent: bool, restricted: bool, may: dict(bool), refs })

export const consentsOf = async (person: string, signal?: AbortSignal): Promise<Consents> => named(await get(`/persons/${person}/consents`, consents, signal))

export interface Giving {
  purpose: string
  partner: string
  form: string
  given_on: string
  guardian: string
  assent: boolean
  language: string
  note: string
}

export const give = async (person: string, body: Giving): Promise<Rec> => wrote(await send('POST', `/persons/${person}/consents`, body, rec))

export const withdraw = async (consent: string, request = ''): Promise<unknown> => wrote(await send('POST', `/consents/${consent}/withdraw`, { request }, nothing))

export const restrict = async (person: string, on: boolean, request = ''): Promise<unknown> => wrote(await send('POST', `/persons/${person}/restrict`, { on, request }, nothing))

/** Of how many records of a kind which fields go, and why the rest stays. */
export interface Line {
  kind: string
  records: number
  fields: string[]
  kept: string
  why: Text
  source: string
}

const line = object<Line>({ kind: str, records: num, fields: list(str), kept: str, why: text, source: str })

export interface Erasure {
  name: string
  records: number
  files: number
  lines: Line[]
  renamed: { household: string; name: string }[]
}

const erasure = object<Erasure>({ name: str, records: num, files: num, lines: list(line), renamed: list(object<Erasure['renamed'][number]>({ household: str, name: str })) })

export const erasureOf = (person: string, signal?: AbortSignal): Promise<Erasure> => get(`/persons/${person}/erasure`, erasure, signal)

export const erase = async (person: string, confirm: string, request: string): Promise<Rec> => wrote(await send('POST', `/persons/${person}/erasure`, { confirm, request }, rec))

export interface Checked {
  holds: boolean
  gone: boolean
  left: number
  chain: boolean
  digest: boolean
  entries: number
  restored: boolean
  again: string
  at: number
  lines: Line[]
}

const checked = object<Checked>({ holds: bool, gone: bool, left: num, chain: bool, digest: bool, entries: num, restored: bool, again: str, at: num, lines: list(line) })

export const checkOf = (certificate: string, signal?: AbortSignal): Promise<Checked> => get(`/certificates/${certificate}/check`, checked, signal)

export interface Retain {
  code: string
  kind: string
  years: number
  label: Text
  source: string
  before: string
  rows: Row[]
  more: boolean
}

const retention = object<{ rules: Retain[] }>({
  rules: list(object<Retain>({ code: str, kind: str, years: num, label: text, source: str, before: str, rows: list(row), more: bool })),
})

export const retentionOf = async (signal?: AbortSignal): Promise<Retain[]> => (await get('/retention', retention, signal)).rules

export const expire = async (rule: string, ids: string[]): Promise<{ erased: number; certificate: string }> =>
  wrote(await send('POST', '/retention', { rule, ids }, object<{ erased: number; certificate: string }>({ erased: num, certificate: str })))

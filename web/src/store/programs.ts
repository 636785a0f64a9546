import { bool, dict, list, nothing, num, object, str, textOf, type Decoder, type Json } from '../core/decode'
import { rec, refs, text } from '../core/api/decoders'
import type { Rec, Text } from '../core/api/types'
import { get, send } from './client'
import { learn, turnover, writes } from './records'

/** A program as the pack declares it, and where the enrolments of my part stand. */
export interface Program {
  code: string
  version: number
  label: Text
  help: Text
  subject: string
  campaign: boolean
  inForce: boolean
  /** The days on which it takes proposals; '' is open. */
  from: string
  to: string
  source: string
  cycles: Cycle[]
  variants: Choice[]
  funders: Choice[]
  overlaps: string[]
  eligibility: { when: string; reason: Text }[]
  steps: Step[]
  entitlements: Entitlement[]
  measures: Measure[]
  counts: Record<string, number>
}

/** A year or a drive of a program. */
export interface Cycle extends Choice {
  from: string
  to: string
}

export interface Choice {
  code: string
  label: Text
}

export interface Step {
  code: string
  label: Text
  from: string[]
  roles: string[]
  needs: string[]
  /** The form that it asks, by its id; '' for none. */
  form: string
  entitled: boolean
  end: boolean
  bad: boolean
  days: number
}

export interface Entitlement {
  code: string
  label: Text
  item: string
  rhythm: string
  norms: { amount: number; variant: string; from: string; to: string; source: string }[]
}

export interface Measure {
  code: string
  label: Text
  unit: string
  group: string
  levels: Choice[]
  /** Bounds of a number; null is none. */
  min: number | null
  max: number | null
  from: string
  to: string
  source: string
}

const choice = object<Choice>({ code: str, label: text })
const bound: Decoder<number | null> = (v, path) => (v === undefined || v === null ? null : num(v, path))

export const program = object<Program>({
  code: str,
  version: num,
  label: text,
  help: text,
  subject: str,
  campaign: bool,
  inForce: bool,
  from: str,
  to: str,
  source: str,
  cycles: list(object<Cycle>({ code: str, label: text, from: str, to: str })),
  variants: list(choice),
  funders: list(choice),
  overlaps: list(str),
  eligibility: list(object<Program['eligibility'][number]>({ when: str, reason: text })),
  steps: list(object<Step>({ code: str, label: text, from: list(str), roles: list(str), needs: list(str), form: str, entitled: bool, end: bool, bad: bool, days: num })),
  entitlements: list(
    object<Entitlement>({
      code: str,
      label: text,
      item: str,
      rhythm: str,
      norms: list(object<Entitlement['norms'][number]>({ amount: num, variant: str, from: str, to: str, source: str })),
    }),
  ),
  measures: list(object<Measure>({ code: str, label: text, unit: str, group: str, levels: list(choice), min: bound, max: bound, from: str, to: str, source: str })),
  counts: dict(num),
})

export const programs: Decoder<{ programs: Program[]; day: string }> = object<{ programs: Program[]; day: string }>({ programs: list(program), day: str })

export const listPrograms = (signal?: AbortSignal): Promise<{ programs: Program[]; day: string }> => get('/programs', programs, signal)

export const stepOf = (p: Program, code: string): Step | undefined => p.steps.find((s) => s.code === code)

/** The cycle that holds a day, or the latest; '' where there is none. */
export function cycleOn(p: Program, day: string): string {
  return (p.cycles.find((c) => c.from <= day && (!c.to || day <= c.to)) ?? p.cycles.at(-1))?.code ?? ''
}

/** Whether a program takes proposals on a day. */
export function isOpen(p: Program, day: string): boolean {
  return p.inForce && p.from <= day && (!p.to || day <= p.to)
}

/** The steps that may follow a state, those that end it badly last. */
export function nextSteps(p: Program, state: string): Step[] {
  const next = p.steps.filter((s) => s.from.includes(state))
  return [...next.filter((s) => !s.bad), ...next.filter((s) => s.bad)]
}

/** The steps, by id, that a later step of the same enrolment took back. */
export function takenBack(p: Program, steps: { id: string; v: Record<string, Json> }[]): Set<string> {
  const out = new Set<string>()
  const standing: { id: string; to: string }[] = []
  for (const s of [...steps].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const [from, to] = [textOf(s.v.from), textOf(s.v.to)]
    const last = standing.at(-1)
    const back = (stepOf(p, from)?.from.includes(to) ?? false) && !(stepOf(p, to)?.from.includes(from) ?? false)
    if (back && last?.to === from) {
      out.add(last.id)
      standing.pop()
    } else standing.push({ id: s.id, to })
  }
  return out
}

export interface Overlap {
  enrolment: string
  open: boolean
  program: string
  status: string
  cycle: string
  area: string
  unit: string
  why: string
  decided: { decision: string; reason: string; on: string } | null
  /** Of a record that may be of the same person: the pair to look at, by the record of it on this side. */
  pair: string
  person: string
  agree: string[]
}

const decided: Decoder<Overlap['decided']> = (v, path) =>
  v === null || v === undefined ? null : decidedShape(v, path)
const decidedShape = object<NonNullable<Overlap['decided']>>({ decision: str, reason: str, on: str })

const overlap = object<Overlap>({ enrolment: str, open: bool, program: str, status: str, cycle: str, area: str, unit: str, why: str, decided, pair: str, person: str, agree: list(str) })

export interface Check {
  name: string
  reasons: Text[]
  overlaps: Overlap[]
}

const check = object<Check & { refs: Record<string, { kind: string; title: string }> }>({ name: str, reasons: list(text), overlaps: list(overlap), refs })

export async function checkFor(code: string, subject: Record<string, string>, signal?: AbortSignal): Promise<Check> {
  const found = await get(`/programs/${encodeURIComponent(code)}/check?${new URLSearchParams(subject).toString()}`, check, signal)
  learn(found.refs)
  return found
}

export async function overlapsOf(id: string, signal?: AbortSignal): Promise<Overlap[]> {
  const found = await get(`/enrolments/${id}/overlaps`, object<{ overlaps: Overlap[]; refs: Record<string, { kind: string; title: string }> }>({ overlaps: list(overlap), refs }), signal)
  learn(found.refs)
  return found.overlaps
}

function touched<T>(v: T): T {
  writes.value += 1
  turnover.value += 1
  return v
}

export async function propose(body: Record<string, string>): Promise<Rec> {
  return touched(await send('POST', '/enrolments', body, rec))
}

export async function decide(id: string, other: string, decision: string, reason: string): Promise<void> {
  await send('POST', `/enrolments/${id}/overlaps`, { other, decision, reason }, () => null)
  touched(null)
}

/** What came of one call of a run. */
export interface Run {
  done: string[]
  failed: { record: string; code: string; vi: string; en: string }[]
  /** Of a run that is taken back: where it goes on; '' at its end. */
  next: string
}

const run = object<Run>({ done: list(str), failed: list(object<Run['failed'][number]>({ record: str, code: str, vi: str, en: str })), next: str })

/** As many as the server takes in one call. */
const chunk = 400

/** Does something to many records in several calls, telling how far it is; a true stop ends it. What comes
    after is done before pages ask anew. */
export async function inChunks(path: string, ids: string[], body: Record<string, Json>, progress: (done: number) => void, stop: () => boolean = () => false, after: (out: Run) => Promise<void> = () => Promise.resolve()): Promise<Run> {
  const out: Run = { done: [], failed: [], next: '' }
  for (let i = 0; i < ids.length && !stop(); i += chunk) {
    const some = await send('POST', path, { ...body, ids: ids.slice(i, i + chunk) }, run)
    out.done.push(...some.done)
    out.failed.push(...some.failed)
    progress(Math.min(ids.length, i + chunk))
  }
  await after(out)
  return touched(out)
}

/** A photo of the desk, made small, whose bytes follow the step that it goes with. */
export interface SmallPhoto {
  digest: string
  size: number
  taken_at?: number
  point?: { lat: number; lon: number; acc?: number; at?: number }
  bytes: Blob
}

/** What a step says of a photo that goes with it. */
export function declared(p: SmallPhoto): Record<string, Json> {
  return { digest: p.digest, size: p.size, ...(p.taken_at ? { taken_at: p.taken_at } : {}), ...(p.point ? { point: { ...p.point } } : {}) }
}

/** Sends the bytes of photos that a step has named; gives those that did not arrive. */
export async function sendPhotos(photos: SmallPhoto[]): Promise<SmallPhoto[]> {
  const left: SmallPhoto[] = []
  for (const p of photos) await send('POST', `/files/${p.digest}`, p.bytes, nothing).catch(() => left.push(p))
  return left
}

/** Takes a run back, call by call. */
export async function takeBack(path: string, bulk: string, reason: string): Promise<Run> {
  const out: Run = { done: [], failed: [], next: '' }
  do {
    const some = await send('POST', path, { bulk, reason, after: out.next }, run)
    out.done.push(...some.done)
    out.failed.push(...some.failed)
    out.next = some.next
  } while (out.next)
  return touched(out)
}

export interface Dues {
  made: number
  had: number
  sum: number
  next: string
}

const dues = object<Dues>({ made: num, had: num, sum: num, next: str })

/** Works out what is due, page by page of enrolments. */
export async function makeDues(body: Record<string, string>, progress: (made: number) => void): Promise<Dues> {
  const out: Dues = { made: 0, had: 0, sum: 0, next: '' }
  do {
    const some = await send('POST', '/dues', { ...body, after: out.next }, dues)
    out.made += some.made
    out.had += some.had
    out.sum += some.sum
    out.next = some.next
    progress(out.made)
  } while (out.next)
  return touched(out)
}

export interface Balances {
  balances: Record<string, Record<string, number>>
  sums: Record<string, number>
  accounts: number
}

const balances = object<Balances>({ balances: dict(dict(num)), sums: dict(num), accounts: num })

export const balancesOf = (ids: string[], signal?: AbortSignal): Promise<Balances> => get(`/balances?of=${ids.join(',')}`, balances, signal)

/** The sum of all accounts by item, and how many hold or owe something. */
export const trialBalance = (signal?: AbortSignal): Promise<Balances> => get('/balances', balances, signal)

export async function enter(body: Record<string, Json>): Promise<Rec> {
  return touched(await send('POST', '/entries', body, rec))
}

export async function reverse(id: string, note: string): Promise<Rec> {
  return touched(await send('POST', `/entries/${id}/reverse`, { note }, rec))
}

/** A name for a run, of this moment and chance. */
export const newRun = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`

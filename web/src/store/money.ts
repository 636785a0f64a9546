import { bool, dict, list, num, object, str, type Decoder } from '../core/decode'
import { rec, refs } from '../core/api/decoders'
import type { Rec, Row } from '../core/api/types'
import { get, send } from './client'
import { learn, listRecords, turnover, writes } from './records'

/** What a program had of one item in some months: opening + received − given − lost = left. */
export interface MoneyLine {
  program: string
  item: string
  opening: number
  received: number
  given: number
  lost: number
  left: number
  /** Fallen due and not handed over. */
  due: number
  promised: number
  handovers: number
}

export interface UnitLine {
  unit: string
  program: string
  item: string
  given: number
  handovers: number
}

export interface Money {
  from: string
  to: string
  /** The books of some units only: what came in and is left is in other books too. */
  partial: boolean
  lines: MoneyLine[]
  units: UnitLine[]
}

const lineShape = { program: str, item: str, opening: num, received: num, given: num, lost: num, left: num, due: num, promised: num, handovers: num }
const money = object<Money>({
  from: str,
  to: str,
  partial: bool,
  lines: list(object<MoneyLine>(lineShape)),
  units: list(object<UnitLine>({ unit: str, program: str, item: str, given: num, handovers: num })),
})

/** Months as 2026-01, both inclusive. */
export interface Span {
  from: string
  to: string
}

const spanned = (path: string, s: Span, other: Record<string, string> = {}): string => `${path}?${new URLSearchParams({ ...s, ...other }).toString()}`

export const moneyOf = (span: Span, program: string, signal?: AbortSignal): Promise<Money> => get(spanned('/money', span, program ? { program } : {}), money, signal)

export interface Movement {
  type: string
  in: number
  out: number
  entries: number
}

export interface Statement {
  item: string
  opening: number
  closing: number
  by: Movement[]
}

const statements = object<{ items: Statement[] }>({
  items: list(object<Statement>({ item: str, opening: num, closing: num, by: list(object<Movement>({ type: str, in: num, out: num, entries: num })) })),
})

export async function statementsOf(account: string, span: Span, signal?: AbortSignal): Promise<Statement[]> {
  return (await get(spanned(`/accounts/${account}/statement`, span), statements, signal)).items
}

/** Records what was counted in a store. */
export async function countStore(store: string, body: { item: string; counted: number; on: string; witness: string; note: string }): Promise<Rec> {
  const made = await send('POST', `/accounts/${store}/count`, body, rec)
  writes.value += 1
  turnover.value += 1
  return made
}

/** One item of one store in some months: opening + received − given − returned + adjusted = closing. */
export interface TallyLine {
  store: string
  item: string
  opening: number
  received: number
  given: number
  returned: number
  adjusted: number
  closing: number
  handovers: number
  /** Hand-overs without a receipt. */
  unsigned: number
  counted: { on: string; book: number; counted: number; note: string } | null
}

/** An entry from the store's side. */
export interface Passing {
  id: string
  store: string
  on: string
  type: string
  item: string
  in: number
  out: number
  other: string
  receipt: string
  document: string
  corrects: string
}

/** What an officer had in hand, or what lay in a store, in some months. */
export interface Reconciliation {
  of: string
  kind: string
  name: string
  unit: string
  stores: string[]
  lines: TallyLine[]
  entries: Passing[]
  cut: boolean
}

const countedShape = object<NonNullable<TallyLine['counted']>>({ on: str, book: num, counted: num, note: str })
const counted: Decoder<TallyLine['counted']> = (v, path) => (v === null || v === undefined ? null : countedShape(v, path))

const reconciliation = object<Reconciliation & { refs: Record<string, { kind: string; title: string }> }>({
  of: str,
  kind: str,
  name: str,
  unit: str,
  stores: list(str),
  lines: list(object<TallyLine>({ store: str, item: str, opening: num, received: num, given: num, returned: num, adjusted: num, closing: num, handovers: num, unsigned: num, counted })),
  entries: list(object<Passing>({ id: str, store: str, on: str, type: str, item: str, in: num, out: num, other: str, receipt: str, document: str, corrects: str })),
  cut: bool,
  refs,
})

export async function reconciliationOf(id: string, span: Span, signal?: AbortSignal): Promise<Reconciliation> {
  const found = await get(spanned(`/reconcile/${id}`, span), reconciliation, signal)
  learn(found.refs)
  return found
}

export interface Given {
  /** A number of people below this is not told. */
  least: number
  sponsors: {
    id: string
    name: string
    gifts: { on: string; item: string; program: string; quantity: number }[]
    promises: { on: string; due: string; item: string; program: string; quantity: number; status: string; step: string; reached: Record<string, string> }[]
    became: (MoneyLine & { reached: { area: string; count: number }[] })[]
  }[]
}

const given = object<Given>({
  least: num,
  sponsors: list(
    object<Given['sponsors'][number]>({
      id: str,
      name: str,
      gifts: list(object<Given['sponsors'][number]['gifts'][number]>({ on: str, item: str, program: str, quantity: num })),
      promises: list(object<Given['sponsors'][number]['promises'][number]>({ on: str, due: str, item: str, program: str, quantity: num, status: str, step: str, reached: dict(str) })),
      became: list(object<Given['sponsors'][number]['became'][number]>({ ...lineShape, reached: list(object<{ area: string; count: number }>({ area: str, count: num })) })),
    }),
  ),
})

export const givenBy = (span: Span, signal?: AbortSignal): Promise<Given> => get(spanned('/given', span), given, signal)

/** What is read of a program's hand-overs for one list; more are told to be there. */
const maxHandovers = 2000

/** The hand-overs of a program in some months that are mine to read, earliest first; what was taken back is left out. */
export async function handoversOf(program: string, span: Span, signal?: AbortSignal): Promise<{ rows: Row[]; cut: boolean }> {
  const rows: Row[] = []
  const back = new Set<string>()
  for (const type of ['correction', 'handover']) {
    let after = ''
    do {
      const q = new URLSearchParams({ 'f.program': program, 'f.type': type, sort: '-on', limit: '200', ...(after && { after }) })
      const page = await listRecords('entry', q, signal)
      after = page.next
      for (const r of page.rows) {
        const on = typeof r.v.on === 'string' ? r.v.on : ''
        if (type === 'correction') back.add(typeof r.v.corrects === 'string' ? r.v.corrects : '')
        else if (on.slice(0, 7) < span.from) after = ''
        else if (on.slice(0, 7) <= span.to && !back.has(r.id)) rows.push(r)
      }
    } while (after && rows.length < maxHandovers)
    if (after && type === 'handover') return { rows: rows.reverse(), cut: true }
  }
  return { rows: rows.reverse(), cut: false }
}

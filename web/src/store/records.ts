import { signal } from '@preact/signals'
import * as d from '../core/api/decoders'
import type { ChangeId, History, Page, Rec, Refs, Values } from '../core/api/types'
import { placeName } from '../core/areas'
import type { Json } from '../core/decode'
import { get, send } from './client'
import { book, unitName } from './session'

/** Goes up with every write. */
export const writes = signal(0)
/** Goes up where a list may have gained or lost rows: those must be asked for anew. */
export const turnover = signal(0)
/** The record that was written last: rows that show it are mended in place. */
export const lastWritten = signal<Rec | null>(null)

/** Titles of records that answers have named: refs render from here. */
const titles = new Map<string, { kind: string; title: string }>()

export function learn(refs: Refs): void {
  for (const [id, r] of Object.entries(refs)) titles.set(id, r)
}

export function learnOne(id: string, kind: string, title: string): void {
  titles.set(id, { kind, title })
}

export function refOf(id: string): { kind: string; title: string } | undefined {
  const b = book()
  if (b.areas.byId.has(id)) return { kind: 'area', title: placeName(b.areas, id) }
  const unit = b.units.get(id)
  if (unit) return { kind: 'unit', title: unitName(unit) }
  const known = titles.get(id)
  if (known) return known
  if (id === b.me.user.id) return { kind: 'user', title: b.me.user.name }
  return undefined
}

const path = (kind: string, id?: string): string => `/records/${kind}${id ? `/${encodeURIComponent(id)}` : ''}`

export async function listRecords(kind: string, query: URLSearchParams, signal?: AbortSignal): Promise<Page> {
  const page = await get(`${path(kind)}?${query.toString()}`, d.page, signal)
  learn(page.refs)
  for (const r of page.rows) learnOne(r.id, r.kind || kind, r.title)
  return page
}

function taken(r: Rec): Rec {
  learn(r.refs)
  learnOne(r.id, r.kind, r.title)
  return r
}

export async function getRecord(kind: string, id: string, signal?: AbortSignal): Promise<Rec> {
  return taken(await get(path(kind, id), d.rec, signal))
}

export async function createRecord(kind: string, fields: Values): Promise<Rec> {
  const r = taken(await send('POST', path(kind), { fields }, d.rec))
  writes.value += 1
  turnover.value += 1
  return r
}

export interface Written {
  record: Rec
  change: ChangeId | null
}

function written(w: Written, before?: Rec): Written {
  taken(w.record)
  lastWritten.value = w.record
  writes.value += 1
  if (before?.deleted !== w.record.deleted) turnover.value += 1
  return w
}

/** Sets cells of a record; `seen` says which versions the author had before the eyes. */
export async function setFields(r: Rec, fields: Record<string, Json>): Promise<Written> {
  const seen = Object.fromEntries(Object.keys(fields).flatMap((cell) => (r.versions[cell] ? [[cell, r.versions[cell]]] : [])))
  return written(await send('PATCH', path(r.kind, r.id), { fields, seen }, d.changed), r)
}

export async function deleteRecord(r: Rec): Promise<Written> {
  return written(await send('DELETE', path(r.kind, r.id), undefined, d.changed), r)
}

/** The answer is the record, alone or with its change. */
function recOrChanged(v: unknown, at: string): Written {
  const o = v as { record?: unknown } | null
  return o?.record ? d.changed(v, at) : { record: d.rec(v, at), change: null }
}

export async function undoChange(kind: string, id: string, change: ChangeId): Promise<Written> {
  return written(await send('POST', `${path(kind, id)}/undo`, { change }, recOrChanged))
}

export async function settle(r: Rec, field: string, version: string): Promise<Written> {
  return written(await send('POST', `${path(r.kind, r.id)}/settle`, { field, version }, recOrChanged), r)
}

export async function getHistory(kind: string, id: string): Promise<History> {
  const h = await get(`${path(kind, id)}/history`, d.history)
  learn(h.refs)
  return h
}

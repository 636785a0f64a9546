import { effect, signal, type Signal } from '@preact/signals'
import type { Row } from '../core/api/types'
import { defaultSort } from '../core/columns'
import { asFault, type Fault } from './client'
import { lastWritten, listRecords, turnover } from './records'
import { kindOf } from './session'

const pageSize = 100

/** One list as somebody reads it: what is loaded, where they are in it. */
export interface List {
  kind: string
  key: string
  query: URLSearchParams
  rows: Signal<Row[]>
  total: Signal<number>
  cut: Signal<boolean>
  next: Signal<string>
  loading: Signal<boolean>
  fault: Signal<Fault | null>
  loaded: Signal<boolean>
  /** Kept so that "back" finds the list as it was left. */
  scroll: number
  selected: Signal<number>
  asOf: number
  /** Which load is the newest: answers of older ones are dropped. */
  turn: number
}

const kept = new Map<string, List>()
const keepAtMost = 12

/** The list of a kind under a query, as it was left, else a new one. */
export function listOf(kind: string, query: URLSearchParams): List {
  const q = new URLSearchParams(query)
  if (!q.has('sort')) {
    const k = kindOf(kind)
    const sort = k ? defaultSort(k) : ''
    if (sort) q.set('sort', sort)
  }
  q.sort()
  const key = `${kind}?${q.toString()}`
  const old = kept.get(key)
  const list = old ?? fresh(kind, key, q)
  kept.delete(key)
  kept.set(key, list)
  for (const k of kept.keys()) {
    if (kept.size <= keepAtMost) break
    kept.delete(k)
  }
  return list
}

// A row that is on a list shows what was just written to it, and keeps its place.
effect(() => {
  const r = lastWritten.value
  if (!r) return
  for (const list of kept.values()) {
    const rows = list.rows.peek()
    const at = rows.findIndex((x) => x.id === r.id)
    if (at >= 0) list.rows.value = rows.with(at, r)
  }
})

function fresh(kind: string, key: string, query: URLSearchParams): List {
  return {
    kind,
    key,
    query,
    rows: signal([]),
    total: signal(0),
    cut: signal(false),
    next: signal(''),
    loading: signal(false),
    fault: signal(null),
    loaded: signal(false),
    scroll: 0,
    selected: signal(-1),
    asOf: -1,
    turn: 0,
  }
}

/** Loads the first page if it has not been, or anew if something was written since. */
export async function open(list: List): Promise<void> {
  if (list.asOf === turnover.peek() && list.loaded.peek()) return
  const want = Math.min(200, Math.max(pageSize, list.rows.peek().length))
  await load(list, '', want)
}

/** Loads the next page, if there is one and none is on its way. */
export async function more(list: List): Promise<void> {
  if (list.loading.peek() || list.next.peek() === '') return
  await load(list, list.next.peek(), pageSize)
}

async function load(list: List, after: string, limit: number): Promise<void> {
  const q = new URLSearchParams(list.query)
  q.set('limit', String(limit))
  if (after) q.set('after', after)
  const turn = ++list.turn
  const asOf = turnover.peek()
  list.loading.value = true
  list.fault.value = null
  try {
    const page = await listRecords(list.kind, q)
    if (turn !== list.turn) return
    list.rows.value = after ? [...list.rows.peek(), ...page.rows] : page.rows
    list.total.value = page.total
    list.cut.value = page.cut
    list.next.value = page.next
    list.loaded.value = true
    list.asOf = asOf
  } catch (e) {
    if (turn === list.turn) list.fault.value = asFault(e)
  } finally {
    if (turn === list.turn) list.loading.value = false
  }
}

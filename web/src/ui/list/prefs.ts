import { signal, type Signal } from '@preact/signals'
import type { Kind } from '../../core/api/types'
import { defaultColumns } from '../../core/columns'

/** Chosen columns and saved filters: kept in this browser, by kind. */
const columns = new Map<string, Signal<string[]>>()

function stored(key: string): string[] | null {
  try {
    const v: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return Array.isArray(v) && v.every((x) => typeof x === 'string') ? v : null
  } catch {
    return null
  }
}

export function columnsOf(kind: Kind): Signal<string[]> {
  let s = columns.get(kind.name)
  if (!s) {
    const kept = stored(`bamban.columns.${kind.name}`)?.filter((c) => kind.fields.some((f) => f.name === c))
    s = signal(kept?.length ? kept : defaultColumns(kind))
    columns.set(kind.name, s)
  }
  return s
}

export function chooseColumns(kind: Kind, chosen: string[]): void {
  columnsOf(kind).value = chosen
  localStorage.setItem(`bamban.columns.${kind.name}`, JSON.stringify(chosen))
}

/** A saved filter is "name?query". */
export interface Saved {
  name: string
  query: string
}

const saved = new Map<string, Signal<Saved[]>>()

export function savedOf(kind: string): Signal<Saved[]> {
  let s = saved.get(kind)
  if (!s) {
    const kept = stored(`bamban.filters.${kind}`) ?? []
    s = signal(kept.map((x) => ({ name: x.slice(0, x.indexOf('?')), query: x.slice(x.indexOf('?') + 1) })))
    saved.set(kind, s)
  }
  return s
}

export function keepFilters(kind: string, list: Saved[]): void {
  savedOf(kind).value = list
  localStorage.setItem(`bamban.filters.${kind}`, JSON.stringify(list.map((x) => `${x.name.replace(/\?/g, '')}?${x.query}`)))
}

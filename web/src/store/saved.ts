import { computed, signal, type ReadonlySignal } from '@preact/signals'
import { refs } from '../core/api/decoders'
import type { Kind } from '../core/api/types'
import { defaultColumns } from '../core/columns'
import { bool, dict, list, nothing, object, str } from '../core/decode'
import { get, send } from './client'
import { learn } from './records'
import { book } from './session'

/** A list under a name: mine, or one that somebody of my unit shares. */
export interface SavedList {
  id: string
  kind: string
  name: string
  query: string
  columns: string[]
  shared: boolean
  mine: boolean
  by: string
  /** The day on which words that found an erased person were taken out; '' for none. */
  cleared: string
}

interface Kept { lists: SavedList[]; columns: Record<string, string[]>; refs: Record<string, { kind: string; title: string }> }

const kept = object<Kept>({
  lists: list(object<SavedList>({ id: str, kind: str, name: str, query: str, columns: list(str), shared: bool, mine: bool, by: str, cleared: str })),
  columns: dict(list(str)),
  refs,
})

const lists = signal<SavedList[]>([])
const chosen = signal<Record<string, string[]>>({})
let of = ''

/** Reads what the server keeps for whoever is signed in, once. */
function ready(): void {
  const me = book().me.user.id
  if (of === me) return
  of = me
  lists.value = []
  chosen.value = {}
  get('/lists', kept)
    .then(take)
    .then(moveIn)
    .catch(() => {
      of = '' // asked again with the next list
    })
}

function take(k: Kept): void {
  learn(k.refs)
  lists.value = k.lists
  chosen.value = k.columns
}

const columns = new Map<string, ReadonlySignal<string[]>>()

export function columnsOf(kind: Kind): ReadonlySignal<string[]> {
  queueMicrotask(ready)
  let s = columns.get(kind.name)
  if (!s) {
    s = computed(() => {
      const mine = chosen.value[kind.name]?.filter((c) => kind.fields.some((f) => f.name === c))
      return mine?.length ? mine : defaultColumns(kind)
    })
    columns.set(kind.name, s)
  }
  return s
}

export async function chooseColumns(kind: Kind, to: string[]): Promise<void> {
  chosen.value = { ...chosen.value, [kind.name]: to }
  await send('POST', '/lists/columns', { kind: kind.name, columns: to }, nothing)
}

/** The lists of a kind: mine first, then those that my unit shares. */
export function savedOf(kind: string): SavedList[] {
  const all = lists.value.filter((x) => x.kind === kind)
  return [...all.filter((x) => x.mine), ...all.filter((x) => !x.mine)]
}

export async function keepList(x: { kind: string; name: string; query: string; columns: string[]; shared: boolean }): Promise<void> {
  take(await send('POST', '/lists', x, kept))
}

export async function forgetList(id: string): Promise<void> {
  await send('DELETE', `/lists/${id}`, undefined, nothing)
  take(await get('/lists', kept))
}

export async function returnList(id: string): Promise<void> {
  await send('POST', `/lists/${id}/return`, undefined, nothing)
  take(await get('/lists', kept))
}

/** What this browser alone kept before the server did goes to the server, and from here. */
async function moveIn(): Promise<void> {
  for (const key of Object.keys(localStorage)) {
    const [, what, kind = ''] = /^bamban\.(filters|columns)\.(\w+)$/.exec(key) ?? []
    if (!what) continue
    const held = textsIn(localStorage.getItem(key))
    if (what === 'columns' && held.length > 0 && !chosen.value[kind]) {
      await send('POST', '/lists/columns', { kind, columns: held }, nothing)
      chosen.value = { ...chosen.value, [kind]: held }
    }
    if (what === 'filters')
      for (const x of held) {
        const name = x.slice(0, x.indexOf('?'))
        if (name && !savedOf(kind).some((s) => s.mine && s.name === name)) await keepList({ kind, name, query: x.slice(x.indexOf('?') + 1), columns: [], shared: false })
      }
    localStorage.removeItem(key)
  }
}

function textsIn(held: string | null): string[] {
  try {
    const v: unknown = JSON.parse(held ?? 'null')
    return Array.isArray(v) ? v.filter((x): x is string => typeof x === 'string') : []
  } catch {
    return []
  }
}

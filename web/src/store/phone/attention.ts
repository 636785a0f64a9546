/** What a person must look at: where two wrote different things, and what the server put aside. */
import { readContent, versionOf } from '../../core/change/change'
import { inConflict, isDeleted, knows, type Cell, type State } from '../../core/change/state'
import { deviceOf, milli, timeOf } from '../../core/change/text64'
import { textOf, type Json } from '../../core/decode'
import type { Replica } from '../replica/replica'

interface About {
  kind: string
  record: string
  field: string
  /** Where the record is, as far as rights ask. */
  area: string
  household: string
}

/** One of the values that a field has, and who wrote it. */
export interface Writing {
  version: string
  user: string
  /** Unix milliseconds by the writer's clock. */
  at: number
  here: boolean
  value: Json
}

export interface Conflict extends About {
  what: 'conflict'
  /** The one that shows comes first. */
  writings: Writing[]
}

export interface HeldBack extends About {
  what: 'held'
  n: number
  status: 'refused' | 'quarantined'
  /** Why, in the server's words. */
  text: Record<string, string>
  at: number
  /** What was written. */
  fields: Record<string, Json>
}

export type Attention = Conflict | HeldBack

/** What waits for somebody, but what the officer has put away. */
export function attentionOf(r: Replica, away: readonly number[]): Attention[] {
  return [...conflicts(r), ...heldBack(r, away)]
}

function* conflicts(r: Replica): Iterable<Conflict> {
  for (const [id, { kind }] of r.records) {
    const state = r.view(id, kind)
    if (!state || isDeleted(state)) continue
    for (const [field, cell] of Object.entries(state.cells)) {
      if (!inConflict(cell)) continue
      const writings = cell.h.map((h): Writing => ({ version: h.t, user: h.u, at: milli(timeOf(h.t)), here: deviceOf(h.t) === r.tag, value: h.v }))
      yield { what: 'conflict', ...about(kind, id, field, state), writings }
    }
  }
}

function* heldBack(r: Replica, away: readonly number[]): Iterable<HeldBack> {
  for (const a of r.answers.values()) {
    const content = r.mine[a.n - 1]
    if (!content || (a.status !== 'quarantined' && a.status !== 'refused') || away.includes(a.n)) continue
    const c = readContent(content, r.tag, r.user)
    if (c.op === 'erase') continue // it was erased since
    const state = r.records.get(c.record)?.state
    const version = versionOf(c)
    // The server has let it take effect since.
    if (a.status === 'quarantined' && state && Object.keys(c.fields).every((f) => holds(state.cells[f], version))) continue
    const fields = Object.fromEntries(Object.entries(c.fields).filter(([, v]) => v !== null))
    yield { what: 'held', n: a.n, status: a.status, text: a.text, at: milli(c.time), fields, ...about(c.kind, c.record, a.field || (a.refused[0] ?? ''), state) }
  }
}

function holds(c: Cell | undefined, version: string): boolean {
  return c !== undefined && (knows(c, version) || c.s.some((s) => s.t === version))
}

function about(kind: string, record: string, field: string, state: State | undefined): About {
  const ref = (name: string): string => textOf(state?.cells[name]?.h[0]?.v)
  return { kind, record, field, area: ref('area'), household: kind === 'household' ? record : ref('household') }
}

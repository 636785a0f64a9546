/**
 * What this phone knows of a record's life: the values that it holds with who wrote
 * them and when, and what it wrote itself, also where that has been replaced since.
 */
import { readContent, versionOf } from '../../core/change/change'
import { deviceOf, milli, timeOf } from '../../core/change/text64'
import type { Json } from '../../core/decode'
import type { Replica } from '../replica/replica'

export interface Wrote {
  /** Unix milliseconds by the writer's clock. */
  at: number
  /** "" where the phone doesn't know. */
  user: string
  /** Written on this phone. */
  here: boolean
  /** What it set, with what the phone knows was there before; undefined for nothing known. */
  fields: { name: string; from?: Json; to: Json }[]
}

interface Known {
  version: string
  user: string
  values: Map<string, Json>
}

/** The writes of a record that the phone knows of, the latest first. */
export function historyOf(r: Replica, kind: string, id: string): Wrote[] {
  const known = new Map<string, Known>()
  const note = (version: string, user: string, name: string, v: Json): void => {
    const k = known.get(version) ?? { version, user, values: new Map<string, Json>() }
    known.set(version, { ...k, user: k.user || user })
    k.values.set(name, v)
  }
  for (const [name, cell] of Object.entries(r.view(id, kind)?.cells ?? {})) {
    for (const h of cell.h) note(h.t, h.u, name, h.v)
    for (const s of cell.s) note(s.t, '', name, s.to)
  }
  for (const content of r.mine) {
    if (!content.includes(id)) continue // most are of other records: not worth reading
    const c = readContent(content, r.tag, r.user)
    if (c.record === id && c.op === 'set') for (const [name, v] of Object.entries(c.fields)) note(versionOf(c), c.user, name, v)
  }
  const before = new Map<string, Json>()
  const out: Wrote[] = []
  for (const k of [...known.values()].sort((a, b) => (timeOf(a.version) < timeOf(b.version) ? -1 : 1))) {
    const fields = [...k.values].map(([name, to]) => {
      const from = before.get(name)
      before.set(name, to)
      return from === undefined ? { name, to } : { name, from, to }
    })
    out.push({ at: milli(timeOf(k.version)), user: k.user, here: deviceOf(k.version) === r.tag, fields })
  }
  return out.reverse()
}

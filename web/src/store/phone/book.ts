/** What the screens need to name things, made of what the phone holds. */
import * as d from '../../core/api/decoders'
import { formerDay, indexAreas } from '../../core/areas'
import { textOf, type Json } from '../../core/decode'
import { kinds } from '../../core/gen/kinds'
import { openBook } from '../session'
import { ask } from './client'
import type { Row } from './messages'

let made = ''

/** Reads the pack, areas and units anew where they have changed. */
export async function readBook(): Promise<boolean> {
  const [packs, areas, units, users, status] = await Promise.all([ask('list', 'pack'), ask('list', 'area'), ask('list', 'unit'), ask('list', 'user'), ask('status')])
  const homes = await ask('list', 'household')
  const inForce = packs.sort((a, b) => Number(b.v.published ?? 0) - Number(a.v.published ?? 0))[0]
  if (!inForce) return false
  const now = [inForce.id, areas.length, units.length, Math.max(0, ...areas.map((a) => a.at), ...units.map((u) => u.at))].join()
  if (now === made) return true
  const me = users.find((u) => u.id === status.user)
  const wireAreas = d.areas({ areas: areas.map(wireOf) }, 'areas').areas
  openBook({
    me: {
      user: { id: status.user, login: textOf(me?.v.login), name: textOf(me?.v.name), post: textOf(me?.v.post), language: textOf(me?.v.language), unit: textOf(me?.v.unit) },
      unit: { id: textOf(me?.v.unit), name: '', type: '' },
      roles: [],
      powers: [],
      may: {},
      mustChange: false,
      demo: homes.some((h) => h.v.generated === true),
      version: '',
      serverTime: 0,
    },
    pack: d.pack(lowerKeys(JSON.parse(textOf(inForce.v.body))), 'pack'),
    kinds: new Map(kinds.map((k) => [k.name, k])),
    areas: indexAreas(wireAreas),
    former: formerDay(wireAreas),
    units: new Map((d.units({ units: units.map(wireOf) }, 'units').units).map((u) => [u.id, u])),
  })
  made = now
  return true
}

/** A record's fields under the names that the desk's answers have. */
function wireOf(r: Row): Record<string, Json> {
  const out: Record<string, Json> = { id: r.id }
  for (const [name, v] of Object.entries(r.v)) out[name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase())] = v
  return out
}

/** As the server's PackJSON: Go's member names begin in lower case. */
function lowerKeys(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(lowerKeys)
  if (typeof v !== 'object' || v === null) return v
  return Object.fromEntries(Object.entries(v).map(([k, x]) => [k.charAt(0).toLowerCase() + k.slice(1), lowerKeys(x)]))
}

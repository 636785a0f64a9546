/** What the screens need to name things, made of what the phone holds. */
import * as d from '../../core/api/decoders'
import { signal } from '@preact/signals'
import { formerDay, indexAreas, label, onMap } from '../../core/areas'
import { yearsBefore } from '../../core/dates'
import { list, textOf, type Json } from '../../core/decode'
import { kinds } from '../../core/gen/kinds'
import { today } from '../clock'
import { program, type Program } from '../programs'
import { learnOne } from '../records'
import { book, noRights, openBook } from '../session'
import { ask } from './client'
import type { Attention } from './attention'
import type { Row, Status } from './messages'
import { lowerKeys } from './body'
import { unsentDays } from './suggest'
import { lockAfter } from './idle'
import { Rights, type At } from './rights'
import { settingOf } from './settings'

/** Minutes until a phone locks whose pack says nothing of it. */
const usualLock = 5

let made = ''
let rights: Rights | null = null
let childAge = 0
let settings: unknown = null

/** The programs of the pack that this phone holds. */
export const programs = signal<Program[]>([])

/** The roles that the officer holds today. */
export function myRoles(): string[] {
  return rights?.roles() ?? []
}

/** Whether this phone opens with four large pictures: its user has only roles that say so. */
export const simpleHome = signal(false)

/** Whether the officer may do something with records of a kind at a place. */
export function mayAt(verb: string, kind: string, at: At): boolean {
  return rights?.can(verb, kind, at) ?? false
}

/** Who was born after this day is a child by the pack; "" where it doesn't say. */
export function childrenSince(): string {
  return childAge > 0 ? yearsBefore(today(), childAge) : ''
}

/** A number of the pack in force today; null where it has none of that code. */
export function setting(code: string): number | null {
  return settingOf(settings, code, today())
}

/** The areas that the user's roles and assignments name. */
export function myAreas(): string[] {
  return rights?.areas() ?? []
}

/** What the officer is to look at: what came of the own writing, and conflicts that the officer may settle. */
export function toLookAt(s: Status | null): Attention[] {
  return (s?.attention ?? []).filter((a) => a.what === 'held' || a.writings.some((w) => w.here) || mayAt('update', a.kind, a))
}

/** Villages in which the officer may write down a household, by name. */
export function villages(): { id: string; text: string }[] {
  return [...book().areas.byId.values()]
    .filter((a) => a.level === 'village' && onMap(a, today()) && mayAt('create', 'household', { area: a.id, household: '' }))
    .map((a) => ({ id: a.id, text: label(a) }))
    .sort((a, b) => a.text.localeCompare(b.text, 'vi'))
}

/** Reads the pack, areas and units anew where they have changed. */
export async function readBook(): Promise<boolean> {
  const [packs, areas, units, users, status] = await Promise.all([ask('list', 'pack'), ask('list', 'area'), ask('list', 'unit'), ask('list', 'user'), ask('status')])
  const [homes, grants, assignments] = await Promise.all([ask('list', 'household'), ask('list', 'grant'), ask('list', 'assignment')])
  for (const [kind, rows] of [['user', users], ['household', homes]] as const) for (const r of rows) learnOne(r.id, kind, textOf(r.v.name))
  const inForce = packs.sort((a, b) => Number(b.v.published ?? 0) - Number(a.v.published ?? 0))[0]
  if (!inForce) return false
  const demo = homes.some((h) => h.v.generated === true)
  const now = [inForce.id, demo, areas.length, units.length, grants.length, assignments.length, Math.max(0, ...[...areas, ...units, ...grants, ...assignments].map((r) => r.at))].join()
  if (now === made) return true
  const me = users.find((u) => u.id === status.user)
  const wireAreas = d.areas({ areas: areas.map(wireOf) }, 'areas').areas
  const body: unknown = JSON.parse(textOf(inForce.v.body))
  const indexed = indexAreas(wireAreas)
  const byUnit = new Map(d.units({ units: units.map(wireOf) }, 'units').units.map((u) => [u.id, u]))
  const lowered = lowerKeys(body)
  rights = new Rights({ user: status.user, today: today(), grants, assignments, areas: indexed, units: byUnit }, (lowered as { roles?: unknown }).roles)
  simpleHome.value = rights.simpleHome()
  settings = (lowered as { settings?: unknown }).settings
  childAge = setting('child_age') ?? 0
  programs.value = list(program)((lowered as { programs?: unknown }).programs, 'programs').map((p) => ({ ...p, inForce: true }))
  lockAfter(setting('phone_lock_minutes') ?? usualLock)
  unsentDays.value = setting('unsent_days') ?? unsentDays.value
  openBook({
    me: {
      user: { id: status.user, login: textOf(me?.v.login), name: textOf(me?.v.name), post: textOf(me?.v.post), language: textOf(me?.v.language), unit: textOf(me?.v.unit) },
      unit: { id: textOf(me?.v.unit), name: '', type: '' },
      roles: [],
      powers: [],
      may: Object.fromEntries(kinds.map((k) => [k.name, rights?.may(k) ?? noRights])),
      mustChange: false,
      demo,
      version: '',
      serverTime: 0,
    },
    pack: d.pack(lowered, 'pack'),
    kinds: new Map(kinds.map((k) => [k.name, k])),
    areas: indexed,
    former: formerDay(wireAreas),
    units: byUnit,
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

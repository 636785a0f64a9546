import { daysBetween } from '../../core/dates'
import { textOf } from '../../core/decode'
import { fold } from '../../core/fold'
import type { Row } from './messages'

/** A household as lists show it. */
export interface Home {
  id: string
  name: string
  area: string
  /** The day of the last visit; "" for never. */
  seen: string
  /** When the next visit is due; "" where nobody has said. */
  due: string
  poor: boolean
  waiting: number
  /** What a search looks through: folded words of the name and the village, each after a space. */
  find: string
}

/** The poverty status of the latest year. */
function statusOf(r: Row): string {
  const years = Object.keys(r.v).filter((c) => c.startsWith('poverty:')).sort()
  const last = r.v[years.at(-1) ?? '']
  return typeof last === 'object' && last !== null && !Array.isArray(last) ? textOf(last.status) : ''
}

const collator = new Intl.Collator('vi')

/** By given name, as people look for each other. */
function byName(a: Home, b: Home): number {
  return collator.compare(a.name.split(' ').at(-1) ?? '', b.name.split(' ').at(-1) ?? '') || collator.compare(a.name, b.name)
}

/** Visits without those that a correction stands for. */
export function standing(visits: Row[]): Row[] {
  const corrected = new Set(visits.map((v) => textOf(v.v.corrects)).filter(Boolean))
  return visits.filter((v) => !corrected.has(v.id))
}

/** Households with what their visits say, by given name. */
export function homesOf(households: Row[], visits: Row[], placeName: (area: string) => string): Home[] {
  const last = new Map<string, Row>()
  const waiting = new Map<string, number>()
  for (const v of standing(visits)) {
    const h = textOf(v.v.household)
    if (textOf(v.v.on) >= textOf(last.get(h)?.v.on)) last.set(h, v)
    waiting.set(h, (waiting.get(h) ?? 0) + v.waiting)
  }
  const homes = households.map((h) => ({
    id: h.id,
    name: textOf(h.v.name),
    area: textOf(h.v.area),
    seen: textOf(last.get(h.id)?.v.on),
    due: textOf(last.get(h.id)?.v.next_due),
    poor: ['poor', 'near_poor'].includes(statusOf(h)),
    waiting: h.waiting + (waiting.get(h.id) ?? 0),
    find: ` ${fold(`${textOf(h.v.name)} ${placeName(textOf(h.v.area))}`)}`,
  }))
  return homes.sort(byName)
}

/** Those to be visited by a day: the latest first, then those never visited. */
export function dueBy(homes: Home[], today: string): Home[] {
  const late = homes.filter((h) => h.due !== '' && h.due <= today).sort((a, b) => (a.due < b.due ? -1 : 1))
  return [...late, ...homes.filter((h) => h.seen === '')]
}

/** How many days late a visit is. */
export function lateBy(h: Home, today: string): number {
  return h.due ? daysBetween(h.due, today) : 0
}

export type Filter = 'all' | 'never' | 'poor'

/** Those that match a filter and of whose words each typed one begins some. */
export function found(homes: Home[], typed: string, filter: Filter): Home[] {
  const words = fold(typed)
    .split(' ')
    .filter(Boolean)
    .map((w) => ` ${w}`)
  return homes.filter((h) => (filter === 'never' ? h.seen === '' : filter === 'poor' ? h.poor : true) && words.every((w) => h.find.includes(w)))
}

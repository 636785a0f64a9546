import { daysBetween } from '../../core/dates'
import { textOf } from '../../core/decode'
import { matches } from '../../core/fold'
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
}

/** The poverty status of the latest year. */
function statusOf(r: Row): string {
  const years = Object.keys(r.v).filter((c) => c.startsWith('poverty:')).sort()
  const last = r.v[years.at(-1) ?? '']
  return typeof last === 'object' && last !== null && !Array.isArray(last) ? textOf(last.status) : ''
}

/** Households with what their visits say. */
export function homesOf(households: Row[], visits: Row[]): Home[] {
  const last = new Map<string, Row>()
  const waiting = new Map<string, number>()
  for (const v of visits) {
    const h = textOf(v.v.household)
    if (textOf(v.v.on) >= textOf(last.get(h)?.v.on)) last.set(h, v)
    waiting.set(h, (waiting.get(h) ?? 0) + v.waiting)
  }
  return households.map((h) => ({
    id: h.id,
    name: textOf(h.v.name),
    area: textOf(h.v.area),
    seen: textOf(last.get(h.id)?.v.on),
    due: textOf(last.get(h.id)?.v.next_due),
    poor: ['poor', 'near_poor'].includes(statusOf(h)),
    waiting: h.waiting + (waiting.get(h.id) ?? 0),
  }))
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

const collator = new Intl.Collator('vi')

/** Those that match what is typed and a filter, by given name as people look for them. */
export function found(homes: Home[], typed: string, filter: Filter, placeName: (area: string) => string): Home[] {
  return homes
    .filter((h) => (filter === 'never' ? h.seen === '' : filter === 'poor' ? h.poor : true) && matches(`${h.name} ${placeName(h.area)}`, typed))
    .sort((a, b) => collator.compare(a.name.split(' ').at(-1) ?? '', b.name.split(' ').at(-1) ?? '') || collator.compare(a.name, b.name))
}

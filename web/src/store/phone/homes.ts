import { dueOn, type Need, type Rhythm } from '../../core/care'
import { daysBetween } from '../../core/dates'
import { textOf } from '../../core/decode'
import { fold } from '../../core/fold'
import { metres, spotOf, type Spot } from '../../core/near'
import type { Row } from './messages'

/** A household as lists show it. */
export interface Home {
  id: string
  name: string
  area: string
  /** The day of the last visit; "" for never. */
  seen: string
  /** When the next visit is due, by what was promised and by the pack's rhythm; "" where neither says. */
  due: string
  poor: boolean
  waiting: number
  /** Where it stands; null where nobody has noted it. */
  spot: Spot | null
  /** When the youngest of its people was born, as far as known. */
  youngest: string
  /** Its people in programs, as far as the phone holds them. */
  enrolled: Enrolled[]
  /** What a search looks through: folded words of the name and the village, each after a space. */
  find: string
}

/** Somebody of a household in a program. */
export interface Enrolled {
  born: string
  program: string
  status: string
  ends: string
}

/** The poverty status of the latest year. */
function statusOf(r: Row): string {
  const years = Object.keys(r.v).filter((c) => c.startsWith('poverty:')).sort()
  const last = r.v[years.at(-1) ?? '']
  return typeof last === 'object' && last !== null && !Array.isArray(last) ? textOf(last.status) : ''
}

/** What a household and its last visit say of its need. */
function needOf(home: Row, visit: Row | undefined): Need {
  const conditions = visit?.v.conditions
  return { poverty: statusOf(home), seen: textOf(visit?.v.on), conditions: Array.isArray(conditions) ? conditions.map(textOf) : [], promised: textOf(visit?.v.next_due) }
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
export function homesOf(households: Row[], visits: Row[], placeName: (area: string) => string, youngest: ReadonlyMap<string, string> = new Map(), rhythm: Rhythm[] = [], today = '', enrolled: ReadonlyMap<string, Enrolled[]> = new Map()): Home[] {
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
    due: dueOn(rhythm, needOf(h, last.get(h.id)), today),
    poor: ['poor', 'near_poor'].includes(statusOf(h)),
    waiting: h.waiting + (waiting.get(h.id) ?? 0),
    spot: spotOf(h.v.point),
    youngest: youngest.get(h.id) ?? '',
    enrolled: enrolled.get(h.id) ?? [],
    find: ` ${fold(`${textOf(h.v.name)} ${placeName(textOf(h.v.area))}`)}`,
  }))
  return homes.sort(byName)
}

/** Those to be visited by a day: the latest first, then those never visited. */
export function dueBy(homes: Home[], today: string): Home[] {
  const late = homes.filter((h) => h.due !== '' && h.due <= today).sort((a, b) => (a.due < b.due ? -1 : 1))
  return [...late, ...homes.filter((h) => h.seen === '')]
}

/** When the youngest of each household was born, of those who live there now. */
export function youngestOf(memberships: Row[], people: Row[]): Map<string, string> {
  const born = new Map(people.map((p) => [p.id, textOf(p.v.born)]))
  const out = new Map<string, string>()
  for (const m of memberships) {
    const b = m.v.to ? '' : (born.get(textOf(m.v.person)) ?? '')
    const home = textOf(m.v.household)
    if (b > (out.get(home) ?? '')) out.set(home, b)
  }
  return out
}

/** Who of each household is in a program, by where people live now, and else by what the enrolment says. */
export function enrolledOf(enrolments: Row[], memberships: Row[], people: Row[]): Map<string, Enrolled[]> {
  const born = new Map(people.map((p) => [p.id, textOf(p.v.born)]))
  const lives = new Map(memberships.filter((m) => !m.v.to).map((m) => [textOf(m.v.person), textOf(m.v.household)]))
  const out = new Map<string, Enrolled[]>()
  for (const { v } of enrolments) {
    const person = textOf(v.person)
    const home = lives.get(person) ?? textOf(v.household)
    if (!person || !home) continue
    out.set(home, [...(out.get(home) ?? []), { born: born.get(person) ?? '', program: textOf(v.program), status: textOf(v.status), ends: textOf(v.ends) }])
  }
  return out
}

/** The same households, the nearest first; those whose place is not known come last, in the order that they have. */
export function byNearness(homes: Home[], here: Spot): { home: Home; metres: number | null }[] {
  const far = homes.map((home) => ({ home, metres: home.spot && metres(here, home.spot) }))
  return far.sort((a, b) => (a.metres ?? Infinity) - (b.metres ?? Infinity) || 0)
}

/** How many days late a visit is. */
export function lateBy(h: Home, today: string): number {
  return h.due ? daysBetween(h.due, today) : 0
}

export type Filter = 'all' | 'never' | 'poor' | 'child' | 'scheme'

/** Those that match a filter and of whose words each typed one begins some; childSince is the day after which children were born, live says whether somebody's enrolment goes on. */
export function found(homes: Home[], typed: string, filter: Filter, childSince = '', live: (e: Enrolled) => boolean = () => false): Home[] {
  const words = fold(typed)
    .split(' ')
    .filter(Boolean)
    .map((w) => ` ${w}`)
  const child = (born: string): boolean => childSince !== '' && born > childSince
  const fits: Record<Filter, (h: Home) => boolean> = {
    all: () => true,
    never: (h) => h.seen === '',
    poor: (h) => h.poor,
    child: (h) => child(h.youngest),
    scheme: (h) => h.enrolled.some((e) => child(e.born) && live(e)),
  }
  return homes.filter((h) => fits[filter](h) && words.every((w) => h.find.includes(w)))
}

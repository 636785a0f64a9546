import type { Calendar, Indicator } from '../../core/api/types'
import { figures, type Figures } from '../../core/api/figures'
import { containing, grainOf } from '../../core/periods'
import { get } from '../../store/client'
import { today } from '../../store/clock'
import { link, place } from '../../store/router'
import { book } from '../../store/session'

/** What the screen shows, as its address says. */
export interface Ask {
  calendar: Calendar
  period: string
  area: string
  unit: string
  map: 'new' | 'old'
  by: string
  dim: string
  /** '1' for a unit without those below it. */
  alone: string
}

/** Reads the address; what is missing or wrong is this year, by the first calendar. */
export function askOf(query: URLSearchParams): Ask | null {
  const { calendars } = book().pack
  const calendar = calendars.find((c) => c.code === query.get('calendar')) ?? calendars[0]
  if (!calendar) return null
  const period = query.get('period') ?? ''
  return {
    calendar,
    period: grainOf(period) ? period : containing(calendar, 'year', today()),
    area: query.get('area') ?? '',
    unit: query.get('unit') ?? '',
    map: query.get('map') === 'old' ? 'old' : 'new',
    by: query.get('by') ?? '',
    dim: query.get('dim') ?? '',
    alone: query.get('alone') ?? '',
  }
}

/** The same place with something else asked. */
export function askLink(path: string, ask: Ask, other: Record<string, string> = {}): string {
  const { calendar, map, ...rest } = ask
  return link(path, { calendar: calendar.code, ...rest, map: map === 'old' ? 'old' : '', ...other })
}

export function fetchFigures(ask: Ask, codes: string, signal: AbortSignal): Promise<Figures> {
  return get(askLink('/figures', ask, codes ? { codes } : {}), figures, signal)
}

export function indicatorOf(code: string): Indicator | undefined {
  return book().pack.indicators.find((i) => i.code === code)
}

/** The path of the screen as it is open now. */
export function herePath(): string {
  return `/${place.value.parts.map(encodeURIComponent).join('/')}`
}

import { showDay } from './dates'
import type { Calendar, Lang } from './api/types'

/** How long a period is; a month is named after the one in which it closes. */
export const grains = ['year', 'half', 'quarter', 'month', 'day'] as const
export type Grain = (typeof grains)[number]

const perYear: Record<Grain, number> = { year: 1, half: 2, quarter: 4, month: 12, day: 0 }

/** The grain of a period's code; null where it is none. */
export function grainOf(code: string): Grain | null {
  if (/^\d{4}$/.test(code)) return 'year'
  if (/^\d{4}-H[12]$/.test(code)) return 'half'
  if (/^\d{4}-Q[1-4]$/.test(code)) return 'quarter'
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(code)) return 'month'
  return /^\d{4}-\d{2}-\d{2}$/.test(code) ? 'day' : null
}

/** The period of a grain that holds a day. */
export function containing(c: Calendar, grain: Grain, day: string): string {
  if (grain === 'day') return day
  let year = Number(day.slice(0, 4))
  let month = Number(day.slice(5, 7))
  if (c.closes > 0 && Number(day.slice(8, 10)) > c.closes) month += 1
  if (month > 12) [year, month] = [year + 1, 1]
  if (grain === 'month') return `${year}-${String(month).padStart(2, '0')}`
  const n = (month - c.begins + 12) % 12
  if (c.begins > 1 && month >= c.begins) year += 1
  return named(grain, year, Math.floor((n * perYear[grain]) / 12))
}

function named(grain: Grain, year: number, n: number): string {
  switch (grain) {
    case 'year':
    case 'day':
      return String(year)
    case 'half':
      return `${year}-H${n + 1}`
    case 'quarter':
      return `${year}-Q${n + 1}`
    case 'month':
      return `${year}-${String(n + 1).padStart(2, '0')}`
  }
}

/** The period so many after (or, negative, before) another. */
export function step(code: string, by: number): string {
  const grain = grainOf(code)
  if (!grain) return code
  if (grain === 'day') return new Date(Date.parse(code) + by * 86_400_000).toISOString().slice(0, 10)
  const each = perYear[grain]
  const n = grain === 'year' ? 0 : Number(code.slice(grain === 'month' ? 5 : 6)) - 1
  const at = Number(code.slice(0, 4)) * each + n + by
  return named(grain, Math.floor(at / each), at % each)
}

const roman = ['I', 'II', 'III', 'IV']

/** A period as people write it: "Quý II/2026". */
export function showPeriod(code: string, lang: Lang): string {
  const year = code.slice(0, 4)
  const n = Number(code.slice(6)) - 1
  switch (grainOf(code)) {
    case 'year':
      return lang === 'vi' ? `Năm ${year}` : year
    case 'half':
      return lang === 'vi' ? `6 tháng ${n === 0 ? 'đầu' : 'cuối'} năm ${year}` : `${n === 0 ? 'First' : 'Second'} half of ${year}`
    case 'quarter':
      return lang === 'vi' ? `Quý ${roman[n] ?? ''}/${year}` : `Quarter ${n + 1} of ${year}`
    case 'month':
      return lang === 'vi' ? `Tháng ${Number(code.slice(5))}/${year}` : showDay(code)
    case 'day':
      return showDay(code)
    case null:
      return code
  }
}

/** Days and instants as people of the province read them. */

/** The province's time zone. Vietnam has had no summer time since 1975: UTC+7 all year. */
export const zone = 'Asia/Ho_Chi_Minh'

const dayParts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })

/** The day of an instant in the province, as 2026-03-03. */
export function dayOf(ms: number): string {
  return dayParts.format(ms)
}

/** A day or part of one, "2026", "2026-03" or "2026-03-03", as 2026, 03/2026, 03/03/2026. */
export function showDay(day: string): string {
  return day.split('-').reverse().join('/')
}

/** An instant as 03/03/2026 14:05, in the province's time. */
export function showInstant(ms: number): string {
  return `${showDay(dayOf(ms))} ${clock.format(ms)}`
}

/**
 * What somebody typed for a day, as 2026-03-03; null if it is not a day.
 * Takes 3/3/2026, 03-03-2026, 03.03.2026, 03032026 and 2026-03-03.
 */
export function parseDay(typed: string): string | null {
  const s = typed.trim()
  const m =
    /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(s) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(s) ?? reversed(/^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(s))
  if (!m) return null
  const [, d = '', mo = '', y = ''] = m
  return realDay(Number(y), Number(mo), Number(d))
}

/** The same for a partial day: also 2026, 3/2026 and 2026-03. */
export function parsePartial(typed: string): string | null {
  const s = typed.trim()
  if (/^\d{4}$/.test(s)) return s
  const m = /^(\d{1,2})[/.\- ](\d{4})$/.exec(s) ?? reversedMonth(/^(\d{4})-(\d{1,2})$/.exec(s))
  if (!m) return parseDay(s)
  const month = Number(m[1])
  return month >= 1 && month <= 12 ? `${m[2] ?? ''}-${pad(month)}` : null
}

/** Whole days from one day to another; negative if it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** Whole years of age on a day of somebody born on a partial day; null if not known. */
export function ageOn(born: string, day: string): number | null {
  const year = Number(born.slice(0, 4))
  if (!/^\d{4}/.test(born) || !year) return null
  const age = Number(day.slice(0, 4)) - year
  const reached = born.length < 5 || born.slice(5) <= day.slice(5, 5 + born.length - 5)
  return reached ? age : age - 1
}

/** The same day some years before, as 2010-11-26. */
export function yearsBefore(day: string, years: number): string {
  return `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`
}

function reversed(m: RegExpExecArray | null): string[] | null {
  return m && [m[0], m[3] ?? '', m[2] ?? '', m[1] ?? '']
}

function reversedMonth(m: RegExpExecArray | null): string[] | null {
  return m && [m[0], m[2] ?? '', m[1] ?? '']
}

function realDay(y: number, m: number, d: number): string | null {
  const t = new Date(Date.UTC(y, m - 1, d))
  if (y < 1000 || t.getUTCMonth() !== m - 1 || t.getUTCDate() !== d) return null
  return `${y}-${pad(m)}-${pad(d)}`
}

function pad(n: number): string {
  return String(n).padStart(2, '0')
}

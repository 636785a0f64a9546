import { dayOf, daysBetween, showDay } from './dates'

/** How long ago something was, as a key of the texts and its number. */
export type Ago =
  | { key: 'ago.now' | 'ago.yesterday' | 'ago.tomorrow' | 'ago.today' }
  | { key: 'ago.minutes' | 'ago.hours' | 'ago.days' | 'ago.indays'; n: number }
  | { key: 'ago.day'; day: string }

/** An instant seen from now: minutes and hours today, then days, after three months the day itself. */
export function ago(ms: number, now: number): Ago {
  const seconds = Math.round((now - ms) / 1000)
  if (seconds < 60) return { key: 'ago.now' }
  if (seconds < 3600) return { key: 'ago.minutes', n: Math.floor(seconds / 60) }
  const days = daysBetween(dayOf(ms), dayOf(now))
  if (days === 0 || seconds < 6 * 3600) return { key: 'ago.hours', n: Math.floor(seconds / 3600) }
  return agoDays(dayOf(ms), dayOf(now))
}

/** A day seen from another: yesterday, 5 days ago, in 3 days, or the day itself. */
export function agoDays(day: string, today: string): Ago {
  const days = daysBetween(day, today)
  if (days === 0) return { key: 'ago.today' }
  if (days === 1) return { key: 'ago.yesterday' }
  if (days === -1) return { key: 'ago.tomorrow' }
  if (days > 1 && days < 90) return { key: 'ago.days', n: days }
  if (days < -1 && days > -90) return { key: 'ago.indays', n: -days }
  return { key: 'ago.day', day: showDay(day) }
}

/** When to suggest that unsent work is written to a file. */
import { signal } from '@preact/signals'

const day = 86_400_000
const name = 'bamban-file-later'

/** Work unsent for so many days is better written to a file: the pack's, once it is here. */
export const unsentDays = signal(3)
const later = signal(Number(localStorage.getItem(name) ?? 0))

/** Whether to suggest a file for work of which the oldest was written then (0 for none). */
export function suggestsFile(oldest: number, now: number): boolean {
  return oldest > 0 && now - oldest >= unsentDays.value * day && now >= later.value
}

/** Asks again in a day. */
export function remindLater(now: number): void {
  later.value = now + day
  localStorage.setItem(name, String(later.value))
}

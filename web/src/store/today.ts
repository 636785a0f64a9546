import { computed, signal } from '@preact/signals'
import * as d from '../core/api/decoders'
import type { Today } from '../core/api/types'
import { asFault, get, type Fault } from './client'
import { learn, learnOne, writes } from './records'

export const todayNow = signal<Today | null>(null)
export const todayFault = signal<Fault | null>(null)

/** How many things wait for me: conflicts and what is held back. */
export const waiting = computed(() => (todayNow.value ? todayNow.value.conflicts + todayNow.value.quarantined : 0))

/** How many requests about data are late. */
export const lateRequests = computed(() => todayNow.value?.requestsLate ?? 0)

let asOf = -1
let at = 0

/** Asks for today's page anew if something was written since, or a minute has gone. */
export async function refreshToday(): Promise<void> {
  if (todayNow.peek() && asOf === writes.peek() && Date.now() - at < 60_000) return
  asOf = writes.peek()
  at = Date.now()
  try {
    const now = await get('/today', d.today)
    learn(now.refs)
    for (const e of now.recent) learnOne(e.id, e.kind, e.title)
    todayNow.value = now
    todayFault.value = null
  } catch (e) {
    at = 0
    todayFault.value = asFault(e)
  }
}

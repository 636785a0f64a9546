import { list, num, object, str, type Decoder } from './decode'

/** After how many days a household is visited again; see internal/care. */
export interface Rhythm {
  poverty: string
  condition: string
  days: number
  from: string
  to: string
}

export const rhythms: Decoder<Rhythm[]> = list(object<Rhythm>({ poverty: str, condition: str, days: num, from: str, to: str }))

/** What is known of a household's need: seen '' is never. */
export interface Need {
  poverty: string
  seen: string
  conditions: string[]
  promised: string
}

/** The day on which a household is to be visited: what was promised or the shortest rhythm, whichever is sooner; '' is none. */
export function dueOn(rules: Rhythm[], need: Need, day: string): string {
  if (!need.seen) return ''
  const fits = rules.filter((r) => r.from <= day && (!r.to || day <= r.to) && (!r.poverty || r.poverty === need.poverty) && (!r.condition || need.conditions.includes(r.condition)))
  if (!fits.length) return need.promised
  const by = new Date(`${need.seen}T00:00:00Z`)
  if (Number.isNaN(by.getTime())) return need.promised
  by.setUTCDate(by.getUTCDate() + Math.min(...fits.map((r) => r.days)))
  const due = by.toISOString().slice(0, 10)
  return need.promised && need.promised < due ? need.promised : due
}

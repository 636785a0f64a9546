/** What the phone holds, as its screens ask for it. */
import { milli } from '../../core/change/text64'
import { isDeleted, latest, rulesOf, shown, type Rules, type State } from '../../core/change/state'
import { dayOf } from '../../core/dates'
import { textOf, type Json } from '../../core/decode'
import type { Replica } from '../replica/replica'
import { enrolledOf, homesOf, youngestOf, type Home } from './homes'
import type { Calls, Row } from './messages'
import { PackRhythm } from './rhythm'

const calls = ['list', 'homes', 'get'] as const satisfies (keyof Calls)[]

/** Whether a call of the page only reads. */
export function isReading(call: string): call is (typeof calls)[number] {
  return calls.some((c) => c === call)
}

export class Reading {
  private readonly rhythm = new PackRhythm()
  private known: { at: string; homes: Home[] } = { at: '', homes: [] }

  constructor(private readonly replica: Replica) {}

  list(kind: string): Promise<Row[]> {
    const { replica } = this
    const ids = new Set<string>()
    for (const [id, h] of replica.records) if (h.kind === kind) ids.add(id)
    for (const [id, k] of replica.unsentRecords()) if (k === kind) ids.add(id)
    return Promise.resolve([...ids].flatMap((id) => row(replica, kind, id) ?? []))
  }

  /** The households of this phone as lists show them; made anew only when something moved. */
  async homes(): Promise<Home[]> {
    const { replica } = this
    const at = `${replica.cursor} ${replica.mine.length} ${replica.acked}`
    if (this.known.at !== at) {
      const places = new Map((await this.list('area')).map((a) => [a.id, textOf(a.v.name)]))
      const [lives, people] = [await this.list('membership'), await this.list('person')]
      const enrolled = enrolledOf(await this.list('enrolment'), lives, people)
      this.known = { at, homes: homesOf(await this.list('household'), await this.list('visit'), (id) => places.get(id) ?? '', youngestOf(lives, people), this.rhythm.of(await this.list('pack')), dayOf(Date.now()), enrolled) }
    }
    return this.known.homes
  }

  get(kind: string, id: string): Promise<Row | null> {
    return Promise.resolve(row(this.replica, kind, id))
  }
}

function row(r: Replica, kind: string, id: string): Row | null {
  const k = r.kind(kind)
  const s = r.view(id, kind)
  if (!k || !s || isDeleted(s)) return null
  return { id, kind, v: values(s, rulesOf(k).machines), waiting: r.pending(id).length, at: milli(latest(s)) }
}

function values(s: State, machines: Rules['machines']): Record<string, Json> {
  const out: Record<string, Json> = {}
  for (const [name, c] of Object.entries(s.cells)) {
    const v = shown(c, machines[name])
    if (v !== null) out[name] = v
  }
  return out
}

import { bool, dict, json, list, nothing, num, object, str, type Json } from '../core/decode'
import { refs, text } from '../core/api/decoders'
import type { Text } from '../core/api/types'
import { get, send } from './client'
import { learn, writes } from './records'

/** Something that a rule of eligibility may ask. */
export interface Fact {
  name: string
  type: string
  /** The vocabulary of its values; '' where they are none. */
  term: string
  label: Text
}

export interface DraftLine {
  id: string
  label: string
  code: string
  /** The version that it changes; 0 is a new program. */
  base: number
  unit: string
  created: number
}

export interface Published {
  code: string
  version: number
  label: string
  from: string
  published: number
  by: string
  reason: string
}

export interface Designs {
  day: string
  drafts: DraftLine[]
  published: Published[]
  /** What a new program may be made from. */
  templates: { code: string; label: Text; help: Text }[]
  facts: Record<string, Fact[]>
}

/** Something wrong in a draft, or, as a hint, something to think about. */
export interface Finding {
  field: string
  text: Text
  hint: boolean
}

export interface Design extends DraftLine {
  seq: number
  inUse: number
  body: Json
  findings: Finding[]
}

const line = { id: str, label: str, code: str, base: num, unit: str, created: num }
const published = object<Published>({ code: str, version: num, label: str, from: str, published: num, by: str, reason: str })
const designs = object<Designs & { refs: Record<string, { kind: string; title: string }> }>({
  day: str,
  drafts: list(object<DraftLine>(line)),
  published: list(published),
  templates: list(object<Designs['templates'][number]>({ code: str, label: text, help: text })),
  facts: dict(list(object<Fact>({ name: str, type: str, term: str, label: text }))),
  refs,
})
const design = object<Design>({ ...line, seq: num, inUse: num, body: json, findings: list(object<Finding>({ field: str, text, hint: bool })) })

export async function listDesigns(signal?: AbortSignal): Promise<Designs> {
  const found = await get('/designs', designs, signal)
  learn(found.refs)
  return found
}

export const beginDesign = (program: string, template: string, anew: boolean, label: string): Promise<Design> => send('POST', '/designs', { program, template, anew, label }, design)
export const getDesign = (id: string, signal?: AbortSignal): Promise<Design> => get(`/designs/${id}`, design, signal)
export const saveDesign = (id: string, seq: number, body: Json): Promise<Design> => send('PATCH', `/designs/${id}`, { seq, body }, design)
export const dropDesign = (id: string): Promise<null> => send('DELETE', `/designs/${id}`, undefined, nothing)

export interface DueLine {
  entitlement: string
  item: string
  variant: string
  on: string
  amount: number
}

export interface Trial {
  looked: number
  eligible: number
  /** How many fail each rule. */
  fails: number[]
  total: number
  next: string
  dues: DueLine[]
}

const trial = object<Trial>({ looked: num, eligible: num, fails: list(num), total: num, next: str, dues: list(object<DueLine>({ entitlement: str, item: str, variant: str, on: str, amount: num })) })

/** Tries a draft on all whom I read, telling how far it is; nothing is written. */
export async function tryDesign(id: string, progress: (t: Trial) => void, stop: () => boolean): Promise<Trial> {
  const ask = (after: string): Promise<Trial> => send('POST', `/designs/${id}/trial`, { after }, trial)
  let sum = await ask('')
  progress(sum)
  while (sum.next && !stop()) {
    const part = await ask(sum.next)
    sum = { ...sum, looked: sum.looked + part.looked, eligible: sum.eligible + part.eligible, fails: sum.fails.map((n, i) => n + (part.fails[i] ?? 0)), total: part.total, next: part.next }
    progress(sum)
  }
  return sum
}

export interface PublishedAs {
  code: string
  version: number
  pack: string
}

export async function publishDesign(id: string, from: string, reason: string): Promise<PublishedAs> {
  const done = await send('POST', `/designs/${id}/publish`, { from, reason }, object<PublishedAs>({ code: str, version: num, pack: str }))
  writes.value += 1
  return done
}

import type { Text } from '../../core/api/types'
import type { Json } from '../../core/decode'
import type { Choice, Cycle, Entitlement, Measure, Step } from '../../store/programs'

/** A program as a file of the pack declares it; docs/programs.md says what each part means. */
export interface Body {
  code: string
  label: Text
  help: Text
  subject: string
  valid_from: string
  valid_to: string
  source: string
  campaign: boolean
  cycles: Cycle[]
  variants: Choice[]
  funders: Choice[]
  overlaps: string[]
  eligibility: { when: string; reason: Text }[]
  steps: Step[]
  entitlements: EntitlementBody[]
  measures: Measure[]
}

/** What is given, with the months in which it falls due. */
export type EntitlementBody = Entitlement & { months: number[] }

type Raw = Record<string, Json>

const raw = (v: Json | undefined): Raw => (typeof v === 'object' && v !== null && !Array.isArray(v) ? v : {})
const many = (v: Json | undefined): Json[] => (Array.isArray(v) ? v : [])
const str = (v: Json | undefined): string => (typeof v === 'string' ? v : '')
const num = (v: Json | undefined): number => (typeof v === 'number' ? v : 0)
const some = (v: Json | undefined): number | null => (typeof v === 'number' ? v : null)
const words = (v: Json | undefined): string[] => many(v).map(str)
const text = (v: Json | undefined): Text => ({ vi: str(raw(v).vi), en: str(raw(v).en) })
const choice = (v: Json): Choice => ({ code: str(raw(v).code), label: text(raw(v).label) })

/** Reads a body, however unfinished it is. */
export function readBody(v: Json): Body {
  const b = raw(v)
  return {
    code: str(b.code),
    label: text(b.label),
    help: text(b.help),
    subject: str(b.subject),
    valid_from: str(b.valid_from),
    valid_to: str(b.valid_to),
    source: str(b.source),
    campaign: b.campaign === true,
    cycles: many(b.cycles).map((c) => ({ ...choice(c), from: str(raw(c).from), to: str(raw(c).to) })),
    variants: many(b.variants).map(choice),
    funders: many(b.funders).map(choice),
    overlaps: words(b.overlaps),
    eligibility: many(b.eligibility).map((r) => ({ when: str(raw(r).when), reason: text(raw(r).reason) })),
    steps: many(b.steps).map((v) => {
      const s = raw(v)
      return { ...choice(v), from: words(s.from), roles: words(s.roles), needs: words(s.needs), form: str(s.form), entitled: s.entitled === true, end: s.end === true, bad: s.bad === true, days: num(s.days) }
    }),
    entitlements: many(b.entitlements).map((v) => {
      const e = raw(v)
      return {
        ...choice(v),
        item: str(e.item),
        rhythm: str(e.rhythm),
        months: many(e.months).map(num),
        norms: many(e.norms).map((n) => ({ amount: num(raw(n).amount), variant: str(raw(n).variant), from: str(raw(n).from), to: str(raw(n).to), source: str(raw(n).source) })),
      }
    }),
    measures: many(b.measures).map((v) => {
      const m = raw(v)
      return { ...choice(v), unit: str(m.unit), group: str(m.group), levels: many(m.levels).map(choice), min: some(m.min), max: some(m.max), from: str(m.from), to: str(m.to), source: str(m.source) }
    }),
  }
}

/** What is sent: without what is empty; a text that was not put into English says the same in both languages. */
export function writeBody(v: unknown): Json {
  if (Array.isArray(v)) return v.map(writeBody)
  if (typeof v !== 'object' || v === null) return v as Json
  const out: Record<string, Json> = {}
  const object: Record<string, unknown> = Object.fromEntries(Object.entries(v))
  if (isText(object)) return object.vi || object.en ? { vi: object.vi, en: object.en || object.vi } : {}
  for (const [name, x] of Object.entries(object)) {
    if (x === '' || x === null || x === false || x === undefined || (x === 0 && name !== 'min' && name !== 'max' && name !== 'amount')) continue
    if (Array.isArray(x) && x.length === 0) continue
    const written = writeBody(x)
    if (typeof written === 'object' && written !== null && !Array.isArray(written) && Object.keys(written).length === 0) continue
    out[name] = written
  }
  return out
}

const isText = (v: Record<string, unknown>): v is { vi: string; en: string } => typeof v.vi === 'string' && typeof v.en === 'string' && Object.keys(v).length === 2

/** A code of a label that is not taken: folded letters, digits and low lines. */
export function codeOf(label: string, taken: readonly string[], fold: (s: string) => string): string {
  const code =
    fold(label)
      .replace(/[^a-z0-9]+/g, '_')
      .slice(0, 48)
      .replace(/^_+|_+$/g, '') || 'x'
  for (let n = 2, out = code; ; n += 1) {
    if (!taken.includes(out)) return out
    out = `${code}_${n}`
  }
}

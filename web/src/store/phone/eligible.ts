/** Whether somebody meets a program's conditions, as far as this phone knows: internal/eligible is the same in Go. */
import { textOf, type Json } from '../../core/decode'
import { ageOn } from '../../core/dates'
import { evaluate } from '../../core/form/evaluate'
import { openForm } from '../../core/form/open'
import type { Declaration, QuestionType } from '../../core/form/types'
import type { Text } from '../../core/api/types'
import type { Program } from '../programs'
import type { Row } from './messages'

const home: [string, QuestionType][] = [['poverty', 'text'], ['members', 'integer'], ['children', 'integer']]
const area: [string, QuestionType][] = [['border', 'yes_no'], ['area_type', 'text']]
const person: [string, QuestionType][] = [['years', 'integer'], ['sex', 'text'], ['guardian', 'yes_no']]

function factsOf(subject: string): [string, QuestionType][] {
  if (subject === 'household') return [...home, ...area]
  return subject === 'person' ? [...person, ...home, ...area] : area
}

const bare = { label: {}, help: {}, audio: {}, image: '', required: false, when: '', check: '', message: {}, value: '', min: null, max: null, unit: '', vocabulary: '', choices: [], filter: '', questions: [] }

/** The rules as the form that they are worked out as. */
function declarationOf(p: Program): Declaration {
  const facts = factsOf(p.subject).map(([name, type]) => ({ ...bare, name, type }))
  const rules = p.eligibility.map((r, i) => ({ ...bare, name: `rule${i + 1}`, type: 'yes_no' as const, value: r.when }))
  return { id: `eligible_${p.code}`, version: Math.max(1, p.version), kind: 'enrolment', title: {}, questions: [...facts, ...rules] }
}

/** The reasons for which somebody is not eligible on a day. */
export function reasonsAgainst(p: Program, facts: Record<string, Json>, day: string): Text[] {
  if (!p.eligibility.length) return []
  const out = evaluate(openForm(declarationOf(p)), facts, day)
  return p.eligibility.filter((_, i) => out.stored[`rule${i + 1}`] !== true).map((r) => r.reason)
}

/** Whole years on a day: of a birth date known in part the fewest that it allows. */
export function yearsOn(born: string, day: string): number | null {
  const full = born.length === 4 ? `${born}-12-31` : born.length === 7 ? `${born}-28` : born
  return full.length === 10 ? Math.max(0, ageOn(full, day) ?? 0) : null
}

/** What the phone knows of a household, and of a person in it. */
export function factsFrom(homeRow: Row, members: number, children: number, border: boolean, type: string, one: Row | null, day: string): Record<string, Json> {
  const years = homeRow.v.poverty as Record<string, { status?: string }> | undefined
  const latest = Object.keys(years ?? {}).sort().at(-1)
  const out: Record<string, Json> = { members, children, border, area_type: type }
  const status = latest ? years?.[latest]?.status : undefined
  if (status) out.poverty = status
  if (!one) return out
  const age = yearsOn(textOf(one.v.born), day)
  if (age !== null) out.years = age
  if (one.v.sex) out.sex = textOf(one.v.sex)
  out.guardian = Boolean(one.v.guardian)
  return out
}

import type { Field, Kind, Lang, Pack, State, Term, Text } from './api/types'

/** A text in the reader's language; the other one where it is empty. */
export function say(text: Text, lang: Lang): string {
  return text[lang] || text.vi || text.en
}

/** The field of a cell name: "poverty:2026" is the field poverty. */
export function fieldOf(kind: Kind, cell: string): Field | undefined {
  const base = cell.split(':')[0]
  return kind.fields.find((f) => f.name === cell) ?? kind.fields.find((f) => f.name === base && f.type === 'keyed')
}

/** Label of a cell: the field's, and for a keyed cell its key. */
export function cellLabel(kind: Kind, cell: string, lang: Lang): string {
  const f = fieldOf(kind, cell)
  if (!f) return cell
  const key = cell.split(':')[1]
  return key ? `${say(f.label, lang)} · ${key}` : say(f.label, lang)
}

function inForce(t: Term, day: string): boolean {
  return (!t.validFrom || t.validFrom <= day) && (!t.validTo || day <= t.validTo)
}

/** The terms of a vocabulary that may be chosen on a day. */
export function termsOn(pack: Pack, vocabulary: string, day: string): Term[] {
  return (pack.vocabularies.find((v) => v.code === vocabulary)?.terms ?? []).filter((t) => inForce(t, day))
}

/**
 * The label of a term's code: as in force on the day, else any the code ever
 * had (an old record keeps its old word), else the code itself.
 */
export function termLabel(pack: Pack, vocabulary: string, code: string, day: string, lang: Lang): string {
  const all = (pack.vocabularies.find((v) => v.code === vocabulary)?.terms ?? []).filter((t) => t.code === code)
  const term = all.find((t) => inForce(t, day)) ?? all.at(-1)
  return term ? say(term.label, lang) : code
}

/** The states that a machine's field may go to from where it is. */
export function nextStates(f: Field, now: string): State[] {
  if (!now) return f.states.slice(0, 1)
  const next = f.states.find((s) => s.code === now)?.next ?? []
  return f.states.filter((s) => next.includes(s.code))
}

/** Fields that a list can be narrowed by with chips, the useful ones first. */
export function filterable(kind: Kind): Field[] {
  return kind.fields.filter(
    (f) =>
      f.index &&
      (['term', 'bool', 'machine'].includes(f.type) || (f.type === 'keyed' && f.fields.find((s) => s.name === f.latest)?.type === 'term')),
  )
}

/** The vocabulary that a filterable field's values come from; "" if none. */
export function filterVocabulary(f: Field): string {
  return f.type === 'keyed' ? (f.fields.find((s) => s.name === f.latest)?.vocabulary ?? '') : f.vocabulary
}

/** A field of the ref kind that carries a coordinate of scope. */
export function scopeField(kind: Kind, scope: string): Field | undefined {
  return kind.fields.find((f) => f.scope === scope)
}

/** Whether a change set all that a new record needs: then it made the record. */
export function isMaking(kind: Kind, fields: { field: string }[]): boolean {
  const needed = kind.fields.filter((f) => f.required)
  return needed.length > 0 && needed.every((f) => fields.some((x) => x.field === f.name))
}

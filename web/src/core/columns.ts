import type { Kind } from './api/types'

/** Three facts a row, by kind; the first names the record. */
const chosen: Record<string, string[]> = {
  household: ['name', 'area', 'poverty', 'code'],
  person: ['name', 'born', 'sex', 'area'],
  task: ['title', 'user', 'household', 'due', 'status'],
  assignment: ['user', 'role', 'household', 'area', 'from'],
  visit: ['on', 'household', 'by', 'conditions'],
  note: ['topic', 'subject', 'text', 'on'],
  membership: ['person', 'relation', 'household', 'from'],
  certificate: ['at', 'area', 'reason', 'by'],
  consent: ['purpose', 'person', 'status', 'given_on'],
  attachment: ['caption', 'kind', 'subject', 'taken_at'],
  user: ['name', 'login', 'unit', 'status'],
  grant: ['user', 'role', 'unit', 'from'],
  device: ['name', 'user', 'unit', 'status'],
  notice: ['title', 'area', 'from', 'to'],
  enrolment: ['name', 'program', 'area', 'status'],
  step: ['to', 'enrolment', 'on', 'by'],
  due: ['name', 'program', 'period', 'amount', 'status'],
  sponsor: ['name', 'type', 'unit'],
  fund: ['name', 'program', 'unit'],
  store: ['name', 'type', 'unit', 'keeper'],
  pledge: ['sponsor', 'item', 'quantity', 'on', 'status'],
  entry: ['on', 'type', 'from', 'to', 'quantity', 'item'],
  recording: ['of', 'language', 'status', 'on'],
}

/** The columns a list of the kind opens with. */
export function defaultColumns(kind: Kind): string[] {
  const known = (chosen[kind.name] ?? []).filter((c) => kind.fields.some((f) => f.name === c))
  if (known.length > 0) return known
  const rest = kind.fields.filter((f) => f.index && f.name !== kind.title && f.type !== 'bool').map((f) => f.name)
  return [kind.title, ...rest].filter(Boolean).slice(0, 4)
}

/** What the list is sorted by when nobody chose. */
export function defaultSort(kind: Kind): string {
  if (kind.fields.some((f) => f.name === 'on' && f.sort)) return '-on'
  return kind.fields.find((f) => f.sort)?.name ?? ''
}

/** Kinds that have a list of their own in the navigation, in order. */
export const listed = ['household', 'person', 'assignment', 'task', 'visit', 'note'] as const

/** Records that belong with a record: kind, the field that points back, and how they are sorted. */
export interface Related {
  kind: string
  field: string
  sort: string
}

const related: Record<string, Related[]> = {
  household: [
    { kind: 'membership', field: 'household', sort: '' },
    { kind: 'visit', field: 'household', sort: '-on' },
    { kind: 'assignment', field: 'household', sort: '' },
    { kind: 'task', field: 'household', sort: '-on' },
    { kind: 'enrolment', field: 'household', sort: '' },
    { kind: 'entry', field: 'household', sort: '-on' },
    { kind: 'note', field: 'subject', sort: '-on' },
    { kind: 'attachment', field: 'subject', sort: '' },
  ],
  person: [
    { kind: 'enrolment', field: 'person', sort: '' },
    { kind: 'membership', field: 'person', sort: '' },
    { kind: 'note', field: 'subject', sort: '-on' },
    { kind: 'attachment', field: 'subject', sort: '' },
  ],
  visit: [{ kind: 'attachment', field: 'subject', sort: '' }],
  note: [{ kind: 'attachment', field: 'subject', sort: '' }],
  consent: [{ kind: 'attachment', field: 'subject', sort: '' }],
  sponsor: [{ kind: 'pledge', field: 'sponsor', sort: '-on' }],
  user: [
    { kind: 'grant', field: 'user', sort: '' },
    { kind: 'assignment', field: 'user', sort: '' },
    { kind: 'task', field: 'user', sort: '-on' },
    { kind: 'device', field: 'user', sort: '' },
  ],
}

export function relatedOf(kind: string): Related[] {
  return related[kind] ?? []
}

/** Fields of a record in groups, each with the key of its heading. */
export interface Group {
  key: 'group.who' | 'group.life' | 'group.poverty' | 'group.papers' | 'group.main' | 'group.about'
  fields: string[]
}

const groups: Record<string, Group[]> = {
  household: [
    { key: 'group.who', fields: ['name', 'code', 'area', 'address', 'phone', 'point'] },
    { key: 'group.poverty', fields: ['poverty'] },
    { key: 'group.life', fields: ['since', 'ended', 'end_reason'] },
  ],
  person: [
    { key: 'group.who', fields: ['name', 'born', 'sex', 'area', 'phone', 'languages', 'guardian'] },
    { key: 'group.papers', fields: ['ethnicity', 'paper', 'paper_no'] },
    { key: 'group.life', fields: ['died'] },
  ],
}

/** The groups of a kind; fields that no group names come in the first that is left open. */
export function groupsOf(kind: Kind): Group[] {
  const set = groups[kind.name]
  const own = kind.fields.map((f) => f.name).filter((n) => n !== 'generated' && n !== 'same_as')
  if (!set) return [{ key: 'group.main', fields: own }]
  const named = new Set(set.flatMap((g) => g.fields))
  const rest = own.filter((n) => !named.has(n))
  return rest.length > 0 ? [...set, { key: 'group.about', fields: rest }] : set
}

/** Fields that have an action of their own on the page and are not edited in place. */
const steered: Record<string, string[]> = {
  user: ['status', 'login', 'unit'],
  device: ['user', 'unit', 'tag', 'key', 'status', 'reason', 'held', 'taking', 'code_until'],
  household: ['area'],
  person: ['restricted'],
  consent: ['status', 'withdrawn_on'],
}

export function isSteered(kind: string, field: string): boolean {
  return steered[kind]?.includes(field) ?? false
}

/** Fields that hold a form's answers: they are read by the form, not one by one. */
export function isAnswers(field: string): boolean {
  return field === 'form' || field === 'form_version' || field === 'answers'
}

/** The wire, as docs/api.md says it. Decoders beside it check each answer. */
import type { Json } from '../decode'

export type Lang = 'vi' | 'en'

export interface Text {
  vi: string
  en: string
}

export type FieldType =
  | 'text'
  | 'name'
  | 'int'
  | 'money'
  | 'decimal'
  | 'bool'
  | 'date'
  | 'partial'
  | 'instant'
  | 'term'
  | 'terms'
  | 'ref'
  | 'refs'
  | 'texts'
  | 'position'
  | 'list'
  | 'keyed'
  | 'machine'
  | 'digest'

export interface State {
  code: string
  label: Text
  next: string[]
}

export interface Field {
  name: string
  type: FieldType
  label: Text
  help: Text
  required: boolean
  refs: string[]
  vocabulary: string
  unit: string
  min: number | null
  max: number | null
  maxLen: number
  sensitivity: string
  scope: string
  index: boolean
  sort: boolean
  search: boolean
  /** Set by the server itself and by nobody else. */
  server: boolean
  latest: string
  fields: Field[]
  states: State[]
}

export interface Kind {
  name: string
  label: Text
  plural: Text
  help: Text
  addOnly: boolean
  internal: boolean
  title: string
  childBorn: string
  fields: Field[]
}

export interface DemoAccount {
  login: string
  password: string
  role: Text
  unit: string
}

export interface Welcome {
  product: string
  version: string
  demo: boolean
  languages: string[]
  accounts: DemoAccount[]
}

export interface May {
  read: boolean
  create: boolean
  update: boolean
  delete: boolean
  export: boolean
  sees: string[]
}

export interface Me {
  user: { id: string; login: string; name: string; post: string; language: string; unit: string }
  unit: { id: string; name: string; type: string }
  roles: { code: string; label: Text; unit: string; area: string }[]
  powers: string[]
  may: Record<string, May>
  mustChange: boolean
  demo: boolean
  version: string
  serverTime: number
}

export interface Term {
  code: string
  label: Text
  help: Text
  validFrom: string
  validTo: string
}

export interface Vocabulary {
  code: string
  label: Text
  terms: Term[]
}

export interface Role {
  code: string
  label: Text
  help: Text
  grants: string[]
}

/** A recording that the pack carries: which text it speaks, in which language, and its file. */
export interface PackRecording {
  of: string
  language: string
  file: string
}

export interface Attribution {
  code: string
  text: Text
}

/** When months close and the year begins. */
export interface Calendar {
  code: string
  label: Text
  closes: number
  begins: number
}

/** A figure as the pack declares it. */
export interface Indicator {
  code: string
  label: Text
  help: Text
  measure: Text
  kind: string
  aggregate: string
  of: string
  people: boolean
  dims: { name: string; label: Text; vocabulary: string }[]
}

export interface Pack {
  name: string
  version: string
  title: Text
  vocabularies: Vocabulary[]
  words: Record<string, Text>
  roles: Role[]
  attribution: Attribution[]
  recordings: PackRecording[]
  calendars: Calendar[]
  indicators: Indicator[]
}

export interface Lineage {
  relation: string
  area: string
  date: string
  source: string
}

export interface Point {
  lat: number
  lon: number
}

export interface Area {
  id: string
  code: string
  era: string
  level: string
  type: string
  name: string
  fullName: string
  parent: string
  validFrom: string
  validTo: string
  border: boolean
  approx: boolean
  generated: boolean
  point: Point | null
  lineage: Lineage[]
  within: { area: string; from: string; to: string }[]
  source: string
  note: string
}

export interface Unit {
  id: string
  code: string
  type: string
  name: string
  nameEn: string
  parent: string
  areas: { area: string; from: string; to: string; source: string }[]
  aliases: string[]
  unconfirmed: boolean
  note: string
}

export interface RefTitle {
  kind: string
  title: string
}

export type Refs = Record<string, RefTitle>

export type Values = Record<string, Json>

export interface Row {
  kind: string
  id: string
  title: string
  area: string
  v: Values
  hidden: string[]
  child: boolean
  deleted: boolean
  conflict: boolean
}

export interface Page {
  rows: Row[]
  refs: Refs
  total: number
  next: string
  /** A text finds more than are listed and counted. */
  cut: boolean
}

export interface ChangeId {
  d: string
  n: number
}

export interface Head {
  value: Json
  version: string
  user: string
  device: string
  at: number
}

export interface Rec extends Row {
  versions: Record<string, string>
  conflicts: { field: string; heads: Head[] }[]
  created: { at: number; user: string; device: string }
  refs: Refs
  mayRecord: { update: boolean; delete: boolean }
}

export interface Changed {
  record: Rec
  change: ChangeId | null
}

export interface HistoryEntry {
  change: ChangeId
  at: number
  received: number
  user: string
  device: string
  op: string
  fields: { field: string; from: Json; to: Json }[]
  undoes: ChangeId | null
  undone: boolean
  hidden: string[]
  erased: boolean
  status: string
  kind: string
  id: string
  title: string
}

export interface History {
  entries: HistoryEntry[]
  refs: Refs
}

export interface Today {
  conflicts: number
  quarantined: number
  /** Open requests about data, and those of them that are late. */
  requests: number
  requestsLate: number
  /** Of people's records that somebody asks me to decide about. */
  pairs: number
  counts: Record<string, number>
  recent: HistoryEntry[]
  refs: Refs
}

export interface ConflictRow extends Row {
  fields: string[]
}

export interface HeldItem {
  change: ChangeId
  code: string
  text: Text
  at: number
  received: number
  user: string
  device: string
  kind: string
  id: string
  fields: Values
  hidden: string[]
}

export interface Hit {
  kind: string
  id: string
  title: string
  area: string
  child: boolean
}

export interface SessionInfo {
  id: string
  started: number
  expires: number
  agent: string
  method: string
  current: boolean
}

export interface PasskeyInfo {
  id: string
  name: string
  made: number
}

export interface Look {
  id: string
  user: string
  /** Who did it at the server's shell, where there is no user. */
  by: string
  unit: string
  at: number
  kind: string
  count: number
  opened: string[]
  why: string
}

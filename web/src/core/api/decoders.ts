import { bool, dict, json, list, listIn, maybe, num, object, str, WireFault, type Decoder } from '../decode'
import type * as w from './types'

/** A text in both languages; a plain string stands for both. */
export const text: Decoder<w.Text> = (v, path) =>
  typeof v === 'string' ? { vi: v, en: v } : object<w.Text>({ vi: str, en: str })(v, path)

const types = new Set<string>(
  'text name int money decimal bool date partial instant term terms ref refs texts position list keyed machine digest'.split(' '),
)
const fieldType: Decoder<w.FieldType> = (v, path) => {
  if (typeof v !== 'string' || !types.has(v)) throw new WireFault(path, 'a type of field')
  return v as w.FieldType
}

const state = object<w.State>({ code: str, label: text, next: list(str) })

export const field: Decoder<w.Field> = (v, path) => fieldShape(v, path)
const fieldShape = object<w.Field>({
  name: str,
  type: fieldType,
  label: text,
  help: text,
  required: bool,
  refs: list(str),
  vocabulary: str,
  unit: str,
  min: maybe(num),
  max: maybe(num),
  maxLen: num,
  sensitivity: str,
  scope: str,
  index: bool,
  sort: bool,
  search: bool,
  server: bool,
  latest: str,
  fields: (v, path) => list(field)(v, path),
  states: list(state),
})

export const kinds = listIn(
  ['kinds'],
  object<w.Kind>({
    name: str,
    label: text,
    plural: text,
    help: text,
    addOnly: bool,
    internal: bool,
    title: str,
    childBorn: str,
    fields: list(field),
  }),
)

export const welcome = object<w.Welcome>({
  product: str,
  version: str,
  demo: bool,
  languages: list(str),
  accounts: list(object<w.DemoAccount>({ login: str, password: str, role: text, unit: str })),
})

const may = object<w.May>({ read: bool, create: bool, update: bool, delete: bool, export: bool, sees: list(str) })

export const me = object<w.Me>({
  user: object<w.Me['user']>({ id: str, login: str, name: str, post: str, language: str, unit: str }),
  unit: object<w.Me['unit']>({ id: str, name: str, type: str }),
  roles: list(object<w.Me['roles'][number]>({ code: str, label: text, unit: str, area: str })),
  powers: list(str),
  may: dict(may),
  mustChange: bool,
  demo: bool,
  version: str,
  serverTime: num,
})

const term = object<w.Term>({ code: str, label: text, help: text, validFrom: str, validTo: str })
export const vocabulary = object<w.Vocabulary>({ code: str, label: text, terms: list(term) })

export const pack = object<w.Pack>({
  name: str,
  version: str,
  title: text,
  vocabularies: list(vocabulary),
  words: dict(text),
  roles: list(object<w.Role>({ code: str, label: text, help: text, grants: list(str) })),
  attribution: list(object<w.Attribution>({ code: str, text })),
  recordings: list(object<w.PackRecording>({ of: str, language: str, file: str })),
  calendars: list(object<w.Calendar>({ code: str, label: text, closes: num, begins: num })),
  indicators: list(
    object<w.Indicator>({
      code: str,
      label: text,
      help: text,
      measure: text,
      kind: str,
      aggregate: str,
      of: str,
      people: bool,
      dims: list(object<w.Indicator['dims'][number]>({ name: str, label: text, vocabulary: str })),
    }),
  ),
})

export const areas = object<{ areas: w.Area[] }>({
  areas: list(
    object<w.Area>({
      id: str,
      code: str,
      era: str,
      level: str,
      type: str,
      name: str,
      fullName: str,
      parent: str,
      validFrom: str,
      validTo: str,
      border: bool,
      approx: bool,
      generated: bool,
      point: maybe(object<w.Point>({ lat: num, lon: num })),
      lineage: list(object<w.Lineage>({ relation: str, area: str, date: str, source: str })),
      within: list(object<w.Area['within'][number]>({ area: str, from: str, to: str })),
      source: str,
      note: str,
    }),
  ),
})

export const units = object<{ units: w.Unit[] }>({
  units: list(
    object<w.Unit>({
      id: str,
      code: str,
      type: str,
      name: str,
      nameEn: str,
      parent: str,
      areas: list(object<w.Unit['areas'][number]>({ area: str, from: str, to: str, source: str })),
      aliases: list(str),
      unconfirmed: bool,
      note: str,
    }),
  ),
})

const rowShape = {
  kind: str,
  id: str,
  title: str,
  area: str,
  v: dict(json),
  hidden: list(str),
  child: bool,
  deleted: bool,
  conflict: bool,
}
export const refs = dict(object<w.RefTitle>({ kind: str, title: str }))

export const row = object<w.Row>(rowShape)
export const page = object<w.Page>({ rows: list(row), refs, total: num, next: str, cut: bool })

export const changeId = object<w.ChangeId>({ d: str, n: num })
const head = object<w.Head>({ value: json, version: str, user: str, device: str, at: num })
const recShape = object<Omit<w.Rec, 'mayRecord'>>({
  ...rowShape,
  versions: dict(str),
  conflicts: list(object<w.Rec['conflicts'][number]>({ field: str, heads: list(head) })),
  created: object<w.Rec['created']>({ at: num, user: str, device: str }),
  refs,
})
const mayOf = object<{ may: w.Rec['mayRecord'] }>({ may: object<w.Rec['mayRecord']>({ update: bool, delete: bool }) })

export const rec: Decoder<w.Rec> = (v, path) => ({ ...recShape(v, path), mayRecord: mayOf(v, path).may })
export const changed = object<w.Changed>({ record: rec, change: maybe(changeId) })

const entry = object<w.HistoryEntry>({
  change: changeId,
  at: num,
  received: num,
  user: str,
  device: str,
  op: str,
  fields: list(object<w.HistoryEntry['fields'][number]>({ field: str, from: json, to: json })),
  undoes: maybe(changeId),
  undone: (v) => v !== null && v !== undefined && v !== false,
  hidden: list(str),
  erased: bool,
  status: str,
  kind: str,
  id: str,
  title: str,
})
export const history = object<w.History>({ entries: list(entry), refs })

const count: Decoder<number> = (v, path) => (Array.isArray(v) ? v.length : num(v, path))
export const today = object<w.Today>({ conflicts: count, quarantined: count, requests: num, requestsLate: num, pairs: num, counts: dict(num), recent: list(entry), refs })

export const conflicts = object<{ rows: w.ConflictRow[]; refs: w.Refs; next: string }>({
  rows: list(object<w.ConflictRow>({ ...rowShape, fields: list(str) })),
  refs,
  next: str,
})

export const held = object<{ items: w.HeldItem[]; refs: w.Refs; next: string }>({
  items: list(
    object<w.HeldItem>({
      change: changeId,
      code: str,
      text,
      at: num,
      received: num,
      user: str,
      device: str,
      kind: str,
      id: str,
      fields: dict(json),
      hidden: list(str),
    }),
  ),
  refs,
  next: str,
})

export const hits = object<{ hits: w.Hit[] }>({
  hits: list(object<w.Hit>({ kind: str, id: str, title: str, area: str, child: bool })),
})

export const sessions = listIn(
  ['sessions', 'items', 'rows'],
  object<w.SessionInfo>({ id: str, started: num, expires: num, agent: str, method: str, current: bool }),
)
export const passkeys = listIn(['passkeys', 'items', 'rows'], object<w.PasskeyInfo>({ id: str, name: str, made: num }))

const look = object<w.Look>({ id: str, user: str, by: str, unit: str, at: num, kind: str, count: num, opened: list(str), why: str })
/** A look comes flat, or as a row with its values under v. */
const lookRow: Decoder<w.Look> = (v, path) => {
  const o = v as { id?: unknown; v?: Record<string, unknown> } | null
  return look(o?.v ? { ...o.v, id: o.id } : v, path)
}
const lookList = listIn(['rows', 'looks', 'items', 'entries'], lookRow)
const lookRest = object<{ refs: w.Refs; next: string }>({ refs, next: str })
export const looks: Decoder<{ rows: w.Look[]; refs: w.Refs; next: string }> = (v, path) => ({
  rows: lookList(v, path),
  ...lookRest(v, path),
})

export const fault = object<{ error: { code: string; field: string; text: w.Text; retry: boolean } }>({
  error: object<{ code: string; field: string; text: w.Text; retry: boolean }>({ code: str, field: str, text, retry: bool }),
})
export const newUser = object<{ id: string; password: string }>({ id: str, password: str })
export const newDevice = object<{ id: string; code: string; until: number }>({ id: str, code: str, until: num })

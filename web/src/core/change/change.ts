import type { Json } from '../decode'

/** What a change does; see internal/change. */
export type Op = 'set' | 'return' | 'release' | 'erase'

/** The field that every kind has: true while the record is deleted. */
export const deleted = '_deleted'

/** How many versions a change may say that its author saw, a field. */
export const maxSeen = 16

/** Names a change: who wrote it and its number on that device. */
export interface Target {
  d: string
  n: number
}

/** One write by one device. (device, n) identifies it. */
export interface Change {
  device: string
  user: string
  n: number
  time: string
  op: Op
  kind: string
  kindV: number
  record: string
  fields: Record<string, Json>
  /** Per field, the versions that the author saw. */
  seen: Record<string, string[]>
  /** Of a return: the version that each field had. */
  versed: Record<string, string>
  undoes?: Target
  target?: Target
  /** Twelve random bytes, base64. */
  salt: string
}

/** Version of the fields that the change sets. */
export function versionOf(c: Change): string {
  return c.time + c.device
}

/** The content of a change: the text that is hashed, signed, sent and stored. */
export function contentOf(c: Change): string {
  const s = Object.entries(c.seen).filter(([, vs]) => vs.length > 0)
  const w = Object.entries(c.versed)
  return JSON.stringify({
    n: c.n,
    t: c.time,
    ...(c.op === 'set' ? {} : { o: c.op }),
    k: c.kind,
    v: c.kindV,
    r: c.record,
    f: c.fields,
    ...(s.length ? { s: Object.fromEntries(s.map(([f, vs]) => [f, vs.join(',')])) } : {}),
    ...(w.length ? { w: c.versed } : {}),
    ...(c.undoes ? { u: c.undoes } : {}),
    ...(c.target ? { to: c.target } : {}),
    x: c.salt,
  })
}

/** What a device keeps of a change of its own that was erased: it erases itself, and says nothing else. */
export function blankOf(c: Change): Change {
  return { device: c.device, user: c.user, n: c.n, time: c.time, op: 'erase', kind: '', kindV: 0, record: '', fields: {}, seen: {}, versed: {}, target: { d: c.device, n: c.n }, salt: c.salt }
}

interface Wire {
  n: number
  t: string
  o?: Op
  k?: string
  v?: number
  r?: string
  f?: Record<string, Json>
  s?: Record<string, string>
  w?: Record<string, string>
  u?: Target
  to?: Target
  x?: string
}

/** Reads a content that this device wrote, or one of the shared vectors. */
export function readContent(content: string, device: string, user: string): Change {
  const w = JSON.parse(content) as Wire
  return {
    device,
    user,
    n: w.n,
    time: w.t,
    op: w.o ?? 'set',
    kind: w.k ?? '',
    kindV: w.v ?? 0,
    record: w.r ?? '',
    fields: w.f ?? {},
    seen: Object.fromEntries(Object.entries(w.s ?? {}).map(([f, vs]) => [f, vs.split(',')])),
    versed: w.w ?? {},
    ...(w.u ? { undoes: w.u } : {}),
    ...(w.to ? { target: w.to } : {}),
    salt: w.x ?? '',
  }
}

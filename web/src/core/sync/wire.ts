/** Messages of the sync protocol (docs/protocol.md, internal/sync/wire.go). */
import { bool, dict, json, list, num, object, str, WireFault, type Decoder, type Json } from '../decode'

/** The protocol that this app speaks. */
export const protocolVersion = 1

/** The lease before the server has said its own. */
export const defaultLease = 30

export interface Hello {
  version: number
  serverTime: number
  epoch: string
  /** Up to which number the server holds this device's changes. */
  upTo: number
  user: string
  pack: { name: string; version: string; digest: string }
  pullPage: number
  pushBatch: number
  /** A pull from the cursor that was asked with gives nothing now. */
  current: boolean
  /** How long the phone may be used without having met the server. */
  leaseDays: number
  /** The point to which bundles of unsent work are sealed; "" of a server of before. */
  bundleKey: string
  budget: Budget | null
}

/** What the device's scope costs: records, bytes of a first pull, seconds on each kind of link. */
export interface Budget {
  records: number
  bytes: number
  seconds: Record<string, number>
}

export type Status = 'accepted' | 'conflict' | 'refused' | 'quarantined'

/** What became of one change. */
export interface Answer {
  n: number
  status: Status
  code: string
  field: string
  text: Record<string, string>
  conflicts: string[]
  refused: string[]
}

export interface PushAnswer {
  upTo: number
  answers: Answer[]
}

/** A cell in full: heads, what is above history (versions), steps (version, state). */
export interface CellX {
  h: { t: string; u: string; v: Json }[]
  a: string[]
  s: [string, string][]
}

/** Records of one kind, by column. */
export interface Block {
  kind: string
  v: number
  id: string[]
  t: string[]
  d: number[]
  f: Record<string, Json[]>
  x: Record<string, Record<string, CellX>>
}

export interface Part {
  atom: string
  gone: string[]
  blocks: Block[]
}

export interface Page {
  cursor: string
  more: boolean
  fresh: boolean
  forget: string[]
  /** Numbers of the device's own changes whose contents were erased. */
  erased: number[]
  /** Something was erased: what is kept of before, the journal too, is written anew without it. */
  scrub: boolean
  devices: string[]
  parts: Part[]
}

function shaped(what: string, length: number): Decoder<string> {
  return (v, path) => {
    if (typeof v !== 'string' || v.length !== length || /[^-\w]/.test(v)) throw new WireFault(path, what)
    return v
  }
}

const id = shaped('an id', 22)
const time = shaped('a time', 11)
const version = shaped('a version', 19)

const status: Decoder<Status> = (v, path) => {
  if (v !== 'accepted' && v !== 'conflict' && v !== 'refused' && v !== 'quarantined') throw new WireFault(path, 'a status')
  return v
}

const step: Decoder<[string, string]> = (v, path) => {
  const [at, to] = list(str)(v, path)
  return [version(at, path), str(to, path)]
}

const cellX = object<CellX>({ h: list(object<CellX['h'][number]>({ t: version, u: str, v: json })), a: list(version), s: list(step) })

const block = object<Block>({ kind: str, v: num, id: list(id), t: list(time), d: list(num), f: dict(list(json)), x: dict(dict(cellX)) })

export const page: Decoder<Page> = object<Page>({
  cursor: some,
  more: bool,
  fresh: bool,
  forget: list(str),
  erased: list(num),
  scrub: bool,
  devices: list(shaped('a device', 8)),
  parts: list(object<Part>({ atom: str, gone: list(id), blocks: list(block) })),
})

const budget = object<Budget>({ records: num, bytes: num, seconds: dict(num) })

/** A captive portal's answer has neither version nor epoch. */
function some(v: unknown, path: string): string {
  if (typeof v !== 'string' || v === '') throw new WireFault(path, "the server's")
  return v
}

export const hello: Decoder<Hello> = object<Hello>({
  version: num,
  serverTime: num,
  epoch: some,
  upTo: num,
  user: id,
  pack: object<Hello['pack']>({ name: str, version: str, digest: str }),
  pullPage: num,
  pushBatch: num,
  current: (v) => v === true,
  leaseDays: (v, path) => (v === undefined ? defaultLease : num(v, path)), // a server of before
  bundleKey: (v, path) => (v === undefined ? '' : str(v, path)),
  budget: (v, path) => (v === null || v === undefined ? null : budget(v, path)),
})

export const pushAnswer: Decoder<PushAnswer> = object<PushAnswer>({
  upTo: num,
  answers: list(object<Answer>({ n: num, status, code: str, field: str, text: dict(str), conflicts: list(str), refused: list(str) })),
})

/** What became of a bundle, summed. */
export interface BundleAnswer {
  /** Which file of how many it was; 0 for the only one. */
  part: number
  of: number
  changes: { accepted: number; conflict: number; refused: number; quarantined: number }
  files: { kept: number; refused: number }
  why: { code: string; text: Record<string, string>; n: number }[]
}

export const bundleAnswer: Decoder<BundleAnswer> = object<BundleAnswer>({
  part: num,
  of: num,
  changes: object<BundleAnswer['changes']>({ accepted: num, conflict: num, refused: num, quarantined: num }),
  files: object<BundleAnswer['files']>({ kept: num, refused: num }),
  why: list(object<BundleAnswer['why'][number]>({ code: str, text: dict(str), n: num })),
})

export interface Enrolled {
  device: string
  tag: string
  user: string
  partition: string
  token: string
}

export const enrolled: Decoder<Enrolled> = object<Enrolled>({ device: id, tag: shaped('a device', 8), user: id, partition: some, token: some })

/** How a locked phone stands with its server. */
export interface DoorAnswer {
  status: string
  leaseDays: number
}

export const doorAnswer: Decoder<DoorAnswer> = object<DoorAnswer>({ status: some, leaseDays: num })

export interface ReopenAnswer {
  half: string
  leaseDays: number
}

export const reopenAnswer: Decoder<ReopenAnswer> = object<ReopenAnswer>({ half: some, leaseDays: num })

/**
 * A device's replica in memory: what the server gave, and what the device wrote,
 * sent or not. It changes by entries only, each of which is in the journal before
 * it takes effect, so that a phone that dies anywhere wakes as it was.
 * internal/sync/client/store.go is the same in Go.
 */
import { blankOf, contentOf, maxSeen, readContent, type Change } from '../../core/change/change'
import { milli } from '../../core/change/text64'
import { apply, emptyCell, emptyState, knows, latest, merge, rulesOf, type Cell, type State } from '../../core/change/state'
import type { Json } from '../../core/decode'
import type { Kind } from '../../core/gen/kinds'
import { unpack } from '../../core/sync/page'
import type { Answer, Page } from '../../core/sync/wire'

/** A record from the server: what each atom of the scope shows of it, and all of that together. */
export interface Held {
  kind: string
  state: State
  atoms: Record<string, State>
}

/** One step of a replica's life. */
export type Entry =
  | { t: 'own'; c: string }
  | { t: 'acked'; n: number; answers: Answer[] }
  | { t: 'page'; page: Page }
  | { t: 'epoch'; epoch: string }
  | { t: 'clock'; latest: string }
  | { t: 'restored'; upTo: number }
  | { t: 'given' }
  | { t: 'met'; at: number }
  | { t: 'head'; head: Head }
  | { t: 'records'; before: boolean; records: [string, string, Record<string, State>][] }

/** What of a replica is not records or changes. */
export interface Head {
  epoch: string
  cursor: string
  acked: number
  latest: string
  answers: Answer[]
  returning: boolean
  met: number
}

/** How many records or changes a piece of a compacted journal holds. */
const perPiece = 400

export class Replica {
  epoch = ''
  cursor = ''
  acked = 0
  latest = ''
  /** When the last meeting came to its end, in Unix milliseconds by this device's clock; 0 for never. */
  met = 0
  readonly records = new Map<string, Held>()
  /** The device's own changes, by number from 1: also those that the server has, to be given back if it loses them. */
  readonly mine: string[] = []
  /** What was held when the server turned out to be restored; null at other times. */
  before: Map<string, Held> | null = null
  /** What the server said of changes, other than that they were accepted. */
  readonly answers = new Map<number, Answer>()
  /** The journal still has what was erased; it is to be written anew. */
  soiled = false
  private waitingBy = new Map<string, Change[]>()
  private readonly kinds: Map<string, Kind>

  constructor(
    readonly tag: string,
    readonly user: string,
    kinds: readonly Kind[],
  ) {
    this.kinds = new Map(kinds.map((k) => [k.name, k]))
  }

  kind(name: string): Kind | undefined {
    return this.kinds.get(name)
  }

  get allKinds(): Kind[] {
    return [...this.kinds.values()]
  }

  step(e: Entry): void {
    switch (e.t) {
      case 'own':
        return this.own(e.c)
      case 'acked':
        this.acked = Math.max(this.acked, e.n)
        for (const a of e.answers) if (a.status !== 'accepted') this.answers.set(a.n, a)
        return this.index()
      case 'page':
        return this.take(e.page)
      case 'epoch':
        this.epoch = e.epoch
        return
      case 'clock':
        this.latest = e.latest
        return
      case 'restored':
        return this.restored(e.upTo)
      case 'given':
        this.before = null
        return
      case 'met':
        this.met = e.at
        return
      case 'head':
        return this.begin(e.head)
      case 'records':
        return this.hold(e.before, e.records)
    }
  }

  /** Contents that the server has not acknowledged, and the number of the first. */
  waiting(n: number): { contents: string[]; from: number } {
    return { contents: this.mine.slice(this.acked, this.acked + n), from: this.acked + 1 }
  }

  /** When the oldest unsent change was written, in Unix milliseconds; 0 where all was sent. */
  get oldestUnsent(): number {
    const content = this.mine[this.acked]
    return content === undefined ? 0 : milli(readContent(content, this.tag, this.user).time)
  }

  get unsent(): number {
    return Math.max(this.mine.length - this.acked, 0)
  }

  /** A record as this device shows it: the server's, with what the device has not been acknowledged for. */
  view(id: string, kind: string): State | null {
    const k = this.kinds.get(kind)
    const held = this.records.get(id)
    const own = this.waitingBy.get(id)
    if (!k || (!held && !own)) return null
    if (!own) return held?.state ?? null
    const out = merge(held?.state ?? emptyState(), emptyState(), rulesOf(k))
    for (const c of own) apply(out, c, rulesOf(k))
    return out
  }

  /** The device's unacknowledged changes to a record. */
  pending(id: string): readonly Change[] {
    return this.waitingBy.get(id) ?? []
  }

  /** Records that only this device knows yet. */
  *unsentRecords(): Iterable<[string, string]> {
    for (const [id, changes] of this.waitingBy) if (!this.records.has(id) && changes[0]) yield [id, changes[0].kind]
  }

  /** The latest time in what the server gave. */
  heldUpTo(): string {
    let t = ''
    for (const h of this.records.values()) {
      const l = latest(h.state)
      if (l > t) t = l
    }
    return t
  }

  /** The changes that give back what the server lost; what is referred to first. */
  lost(): Omit<Change, 'n' | 'time' | 'salt'>[] {
    const out: Omit<Change, 'n' | 'time' | 'salt'>[] = []
    const ids = [...(this.before?.keys() ?? [])].sort()
    for (const k of this.kinds.values()) {
      for (const id of ids) {
        const old = this.before?.get(id)
        if (old?.kind === k.name) out.push(...this.lostOf(id, old.state, k))
      }
    }
    return out
  }

  /** The journal of a replica that is as this one is now. */
  snapshot(): Entry[] {
    const out: Entry[] = this.mine.map((c) => ({ t: 'own', c }))
    for (const [before, map] of [[true, this.before], [false, this.records]] as const) {
      const all = [...(map ?? [])].map(([id, h]) => [id, h.kind, h.atoms] as [string, string, Record<string, State>])
      for (let i = 0; i < all.length; i += perPiece) out.push({ t: 'records', before, records: all.slice(i, i + perPiece) })
    }
    out.push({
      t: 'head',
      head: { epoch: this.epoch, cursor: this.cursor, acked: this.acked, latest: this.latest, answers: [...this.answers.values()], returning: this.before !== null, met: this.met },
    })
    return out
  }

  private own(content: string): void {
    this.mine.push(content)
    const c = readContent(content, this.tag, this.user)
    if (c.time > this.latest) this.latest = c.time
    this.note(c)
  }

  private note(c: Change): void {
    if (c.op === 'erase') return // nothing is said in it
    const of = this.waitingBy.get(c.record)
    if (of) of.push(c)
    else this.waitingBy.set(c.record, [c])
  }

  private index(): void {
    this.waitingBy = new Map()
    for (const content of this.mine.slice(this.acked)) this.note(readContent(content, this.tag, this.user))
  }

  private begin(h: Head): void {
    this.epoch = h.epoch
    this.cursor = h.cursor
    this.acked = h.acked
    this.latest = h.latest
    this.met = h.met
    for (const a of h.answers) this.answers.set(a.n, a)
    if (h.returning) this.before ??= new Map<string, Held>()
    this.index()
  }

  private hold(before: boolean, records: [string, string, Record<string, State>][]): void {
    const into = before ? (this.before ??= new Map<string, Held>()) : this.records
    for (const [id, kind, atoms] of records) {
      const h: Held = { kind, atoms, state: emptyState() }
      this.gather(h)
      into.set(id, h)
    }
  }

  private restored(upTo: number): void {
    this.acked = Math.min(this.acked, upTo)
    this.cursor = ''
    const before = (this.before ??= new Map<string, Held>())
    for (const [id, now] of this.records) {
      const old = before.get(id)
      if (!old) {
        before.set(id, now)
        continue
      }
      const both: Held = { kind: now.kind, atoms: { before: old.state, now: now.state }, state: emptyState() }
      this.gather(both)
      before.set(id, both)
    }
    this.records.clear()
    this.index()
  }

  private take(p: Page): void {
    if (p.fresh) this.records.clear()
    for (const n of p.erased) this.blank(n)
    this.soiled ||= p.scrub
    for (const atom of p.forget) for (const id of [...this.records.keys()]) this.leave(id, atom)
    for (const part of p.parts) {
      for (const id of part.gone) this.leave(id, part.atom)
      for (const b of part.blocks) {
        if (!this.kinds.has(b.kind)) continue // of a later program; it comes when this one has been renewed
        const states = unpack(b, p.devices)
        b.id.forEach((id, row) => {
          const state = states[row]
          if (state) this.show(id, b.kind, part.atom, state)
        })
      }
    }
    this.cursor = p.cursor
  }

  /** Forgets what was in a change of this device's own: its number and time stay, so that a restored server can be told. */
  private blank(n: number): void {
    const content = this.mine[n - 1]
    if (content !== undefined) this.mine[n - 1] = contentOf(blankOf(readContent(content, this.tag, this.user)))
  }

  private show(id: string, kind: string, atom: string, state: State): void {
    const h = this.records.get(id) ?? { kind, atoms: {}, state }
    h.atoms[atom] = state
    this.gather(h)
    this.records.set(id, h)
    const t = latest(state)
    if (t > this.latest) this.latest = t
  }

  /** A record that is in none of the scope's atoms is forgotten. */
  private leave(id: string, atom: string): void {
    const h = this.records.get(id)
    if (!h || !(atom in h.atoms)) return
    Reflect.deleteProperty(h.atoms, atom)
    if (Object.keys(h.atoms).length === 0) this.records.delete(id)
    else this.gather(h)
  }

  private gather(h: Held): void {
    const [first, ...others] = Object.values(h.atoms)
    const k = this.kinds.get(h.kind)
    if (!first || !k) return
    h.state = others.reduce((all, s) => merge(all, { origin: all.origin, cells: s.cells, refused: [] }, rulesOf(k)), first)
  }

  private lostOf(id: string, old: State, k: Kind): Omit<Change, 'n' | 'time' | 'salt'>[] {
    const out: Omit<Change, 'n' | 'time' | 'salt'>[] = []
    const at = (i: number): Omit<Change, 'n' | 'time' | 'salt'> =>
      (out[i] ??= { device: this.tag, user: this.user, op: 'return', kind: k.name, kindV: k.version, record: id, fields: {}, seen: {}, versed: {} })
    for (const [name, cell] of Object.entries(old.cells)) {
      if (!hasField(k, name)) continue
      const have = this.records.get(id)?.state.cells[name] ?? emptyCell()
      if (cell.s.some((s) => !have.s.some((g) => g.t === s.t))) give(at(0), name, cell.s.at(-1)?.t ?? '', cell.s.map((s) => [s.t, s.to]))
      cell.h
        .filter((h) => !knows(have, h.t))
        .forEach((h, i) => {
          give(at(i), name, h.t, h.v)
          const seen = history(cell)
          if (i === 0 && seen.length > 0) at(0).seen[name] = seen
        })
    }
    return out
  }
}

function give(c: Omit<Change, 'n' | 'time' | 'salt'>, name: string, version: string, v: Json): void {
  c.fields[name] = v
  c.versed[name] = version
}

function hasField(k: Kind, cell: string): boolean {
  return cell === '_deleted' || k.fields.some((f) => f.name === cell || (f.type === 'keyed' && cell.startsWith(`${f.name}:`)))
}

/** What is above history in a cell; the latest where there is more than a change may carry. */
function history(c: Cell): string[] {
  return Object.entries(c.a)
    .map(([device, time]) => time + device)
    .sort()
    .reverse()
    .slice(0, maxSeen)
}

/** A change as it is kept. */
export function ownEntry(c: Change): Entry {
  return { t: 'own', c: contentOf(c) }
}

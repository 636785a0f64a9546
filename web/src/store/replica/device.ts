/**
 * One device: it writes into its replica at once, and meets the server when it can.
 * internal/sync/client/client.go is the same in Go.
 */
import type { Change } from '../../core/change/change'
import { Clock } from '../../core/change/clock'
import { seen } from '../../core/change/state'
import { milli, newId, timeOf } from '../../core/change/text64'
import type { Json } from '../../core/decode'
import { WireFault } from '../../core/decode'
import { base64, pushBody, type Writer } from '../../core/sync/batch'
import { protocolVersion, type Answer, type Hello, type Page, type PushAnswer } from '../../core/sync/wire'
import { declaredOf, type Declared } from './declared'
import { ownEntry, type Entry, type Replica } from './replica'

/** The server's own refusal. Any other error means that nobody knows whether the message arrived. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly field: string,
    readonly args: Record<string, string>,
    readonly text: Record<string, string>,
  ) {
    super(code)
  }
}

/** The server holds changes of this device that it does not: its memory was wiped, or went back in time. It must be enrolled anew. */
export class WentBack extends Error {
  /** upTo is the number of the last change that the server holds of it; 0 where it didn't say. */
  constructor(readonly upTo = 0) {
    super('went back')
  }
}

/** Carries messages to a server. */
export interface Transport {
  hello(body: { version: number; acked: number; cursor?: string; budget?: boolean; declared?: Declared }): Promise<Hello>
  push(body: string): Promise<PushAnswer>
  pull(body: { cursor: string }): Promise<Page>
}

/** What is to be set of one record. */
export interface Write {
  kind: string
  record: string
  fields: Record<string, Json>
}

/** Keeps entries, all or none, before they take effect. */
export interface Keeper {
  keep(entries: Entry[]): Promise<void>
}

export interface Deps extends Writer {
  key: CryptoKey
  replica: Replica
  keeper: Keeper
  transport: Transport
  now(): number
  random(n: number): Uint8Array
  /** Told as a meeting goes on. */
  progress?(p: Progress): void
  /** Told when something was kept and has taken effect. */
  kept?(): void
}

export interface Progress {
  pushed: number
  toPush: number
  pages: number
  records: number
}

/** What came of a meeting. */
export interface Report {
  pushed: number
  pages: number
  /** Other than plainly accepted. */
  answers: Answer[]
  /** The server had lost something, and was given it again. */
  restored: boolean
  /** For how many days the phone opens without meeting the server again. */
  leaseDays: number
  /** The point to which bundles are sealed. */
  bundleKey: string
}

/** How far ahead of the server's clock, in milliseconds, this device's times may be. */
const ahead = 5 * 60 * 1000

const saltBytes = 12

export class Device {
  private readonly clock = new Clock()
  /** One write, page or answer after the other. */
  private turn: Promise<unknown> = Promise.resolve()
  private ended = false

  constructor(private readonly d: Deps) {
    this.clock.observe(d.replica.latest)
  }

  newId(): string {
    return newId(this.d.now(), this.d.random(10))
  }

  /** Keeps a change, to be sent at the next meeting. It shows as soon as this resolves, and survives from then on. */
  async write(kind: string, record: string, fields: Record<string, Json>): Promise<Change> {
    const [c] = await this.writeAll([{ kind, record, fields }])
    if (!c) throw new Error('nothing was written')
    return c
  }

  /** Keeps changes that belong together, all or none. */
  writeAll(writes: Write[]): Promise<Change[]> {
    return this.inTurn(async () => {
      const first = this.d.replica.mine.length + 1
      const changes = writes.map((w, i) => this.number(this.change(w), first + i))
      await this.keep(changes.map(ownEntry))
      return changes
    })
  }

  /** Does something while nothing is being kept: what is kept meanwhile waits for its turn. */
  quietly<T>(f: () => Promise<T>): Promise<T> {
    return this.inTurn(f)
  }

  /** Keeps nothing more: what it held goes on under another name. */
  end(): void {
    this.ended = true
  }

  /** Meets the server: hello, push what waits, pull what moved. It may be cut anywhere and called again. */
  async sync(): Promise<Report> {
    const { replica, transport } = this.d
    const r: Report = { pushed: 0, pages: 0, answers: [], restored: false, leaseDays: 0, bundleKey: '' }
    const hello = await transport.hello({ version: protocolVersion, acked: replica.acked, cursor: replica.cursor, declared: declaredOf(replica) })
    r.leaseDays = hello.leaseDays
    r.bundleKey = hello.bundleKey
    if (hello.upTo > replica.mine.length) throw new WentBack(hello.upTo)
    if ((replica.epoch !== '' && replica.epoch !== hello.epoch) || hello.upTo < replica.acked) {
      r.restored = true
      await this.inTurn(() => this.keep([{ t: 'restored', upTo: hello.upTo }]))
    }
    if (replica.epoch !== hello.epoch) await this.inTurn(() => this.keep([{ t: 'epoch', epoch: hello.epoch }]))
    await this.setClock(hello.serverTime)
    await this.push(r, hello.pushBatch)
    if (!hello.current || r.pushed > 0 || r.restored || replica.before) await this.pull(r)
    if (replica.before) {
      await this.giveBack()
      await this.push(r, hello.pushBatch)
      await this.pull(r)
    }
    await this.inTurn(() => this.keep([{ t: 'met', at: this.d.now() }]))
    return r
  }

  private change({ kind, record, fields }: Write): Omit<Change, 'n' | 'time' | 'salt'> {
    const { replica } = this.d
    const k = replica.kind(kind)
    if (!k) throw new Refusal('kind.unknown', 'kind', { kind }, {})
    const state = replica.view(record, kind)
    return {
      device: this.d.tag,
      user: this.d.user,
      op: 'set',
      kind,
      kindV: k.version,
      record,
      fields,
      seen: state ? Object.fromEntries(Object.keys(fields).map((f) => [f, seen(state.cells[f])])) : {},
      versed: {},
    }
  }

  private number(c: Omit<Change, 'n' | 'time' | 'salt'>, n: number): Change {
    for (const versions of Object.values(c.seen)) for (const v of versions) this.clock.observe(timeOf(v))
    return { ...c, n, time: this.clock.now(this.d.now()), salt: base64(this.d.random(saltBytes)) }
  }

  private async keep(entries: Entry[]): Promise<void> {
    if (this.ended) throw new Error('this device has another name now')
    await this.d.keeper.keep(entries)
    for (const e of entries) this.d.replica.step(e)
    this.d.kept?.()
  }

  private inTurn<T>(f: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(f, f)
    this.turn = mine.catch(() => undefined)
    return mine
  }

  /** What waits, each change signed by itself, so that a part that arrives another way never overlaps the rest. */
  async waitingPushes(most = this.d.replica.unsent): Promise<{ first: number; pushes: string[] }> {
    const { contents, from } = this.d.replica.waiting(most)
    const pushes: string[] = []
    for (const [i, c] of contents.entries()) pushes.push(await pushBody(this.d, this.d.key, from + i, [c]))
    return { first: from, pushes }
  }

  /** Begins the device's times anew where a wrong clock has carried them far ahead. */
  private setClock(serverTime: number): Promise<void> {
    return this.inTurn(async () => {
      if (milli(this.clock.last) <= serverTime + ahead) return
      const held = this.d.replica.heldUpTo()
      await this.keep([{ t: 'clock', latest: held }])
      this.clock.last = held
    })
  }

  private async push(r: Report, batch: number): Promise<void> {
    const { replica } = this.d
    const size = Math.max(batch, 1)
    for (let n = size; ; ) {
      const { contents, from } = replica.waiting(n)
      if (contents.length === 0) return
      let answer: PushAnswer
      try {
        answer = await this.send(contents, from)
      } catch (e) {
        // As many were written since the memory went back as had been lost.
        if (e instanceof Refusal && e.code === 'change.number_reused') throw new WentBack()
        if (!(e instanceof Refusal) || e.code !== 'batch.overlap' || contents.length < 2) throw e
        // Some of it arrived when an answer was lost, or by another way: what the
        // server holds is sent again by itself, to hear what became of it.
        n = part(e, from, contents.length)
        continue
      }
      n = size
      r.pushed += contents.length
      r.answers.push(...answer.answers.filter((a) => a.status !== 'accepted'))
      await this.inTurn(() => this.keep([{ t: 'acked', n: from + contents.length - 1, answers: answer.answers.filter((a) => a.status !== 'accepted') }]))
      this.tell(r)
    }
  }

  private async send(contents: string[], from: number): Promise<PushAnswer> {
    const answer = await this.d.transport.push(await pushBody(this.d, this.d.key, from, contents))
    if (answer.answers.length !== contents.length) throw new WireFault('answers', 'one for each change')
    return answer
  }

  private async pull(r: Report): Promise<void> {
    const { replica, transport } = this.d
    for (;;) {
      let page: Page
      try {
        page = await transport.pull({ cursor: replica.cursor })
      } catch (e) {
        if (!(e instanceof Refusal) || !e.code.startsWith('cursor.') || replica.cursor === '') throw e
        r.restored = true
        await this.inTurn(() => this.keep([{ t: 'restored', upTo: replica.acked }]))
        continue
      }
      r.pages++
      await this.inTurn(() => this.keep([{ t: 'page', page }]))
      this.clock.observe(replica.latest)
      this.tell(r)
      if (!page.more) return
    }
  }

  /** Writes what the server lost, and that it was given back, in one. */
  private giveBack(): Promise<void> {
    return this.inTurn(async () => {
      const first = this.d.replica.mine.length + 1
      const changes = this.d.replica.lost().map((c, i) => this.number(c, first + i))
      await this.keep([...changes.map(ownEntry), { t: 'given' }])
    })
  }

  private tell(r: Report): void {
    const { replica } = this.d
    this.d.progress?.({ pushed: r.pushed, toPush: replica.unsent, pages: r.pages, records: replica.records.size })
  }
}

/** How many of a batch that overlaps what the server holds to send. */
function part(e: Refusal, from: number, sent: number): number {
  const next = Number(e.args.next)
  return next > from && next - from < sent ? next - from : sent >> 1
}


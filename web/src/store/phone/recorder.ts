/**
 * The part of the phone's worker that records: drafts, photos and recordings, what
 * is written of them, and sending them after the words.
 */
import { firstRules, held, linkOf, type FileMeta, type Held, type Link, type LinkRules, type Out, type Spent } from '../../core/media/queue'
import { voiceType } from '../../core/media/sniff'
import { dayOf } from '../../core/dates'
import { Refusal, type Device, type Write } from '../replica/device'
import type { Replica } from '../replica/replica'
import { Drafts } from './drafts'
import type { Ballast } from './ballast'
import { Files, NoRoom } from './files'
import { historyOf, type Wrote } from './history'
import type { Draft, FilesStatus, Kept, Looked, RecordingCalls } from './recording'
import { Shelf } from './shelf'
import { NotTaken, shrink } from './shrink'
import { fetchFile, send } from './upload'

interface Deps {
  token: string
  ballast: Pick<Ballast, 'held'>
  device: Device
  replica: Replica
  /** Says that records changed, or how files stand. */
  tell(what: 'changed' | 'files'): void
}

/** A recording is at most so long; about three minutes of speech. */
const maxVoice = 2_000_000
const maxSignature = 200 * 1024
/** A file whose record the server doesn't know yet is asked about again after an hour. */
const afterRefusal = 3_600_000

/** What the officer allowed, and what the day has used. */
interface Remembered {
  rules: LinkRules
  spent: Spent
}

const settingsName = 'link'

const calls = ['draft', 'drafts', 'keepDraft', 'dropDraft', 'keepPhoto', 'keepMade', 'look', 'fileOf', 'record', 'history', 'newIds', 'filesStatus', 'setLinkRules'] as const satisfies (keyof RecordingCalls)[]

/** Whether a call of the page is the recorder's to answer. */
export function isRecording(call: string): call is keyof RecordingCalls {
  return calls.some((c) => c === call)
}

/** The code of what went wrong in recording; "" where it was something else. */
export function recordingProblem(e: unknown): string {
  if (e instanceof NotTaken) return e.code
  return e instanceof NoRoom ? 'photo.room' : ''
}

type Answers = { [N in keyof RecordingCalls]: (...args: RecordingCalls[N]['args']) => Promise<RecordingCalls[N]['gives']> }

export class Recorder implements Answers {
  private sending: Promise<void> | null = null
  private progress: number | null = null
  private closed = false

  private constructor(
    private readonly d: Deps,
    private readonly files: Files,
    private readonly shelf: Drafts,
    private readonly settings: Shelf,
    private remembered: Remembered,
  ) {}

  static async open(key: CryptoKey, d: Deps): Promise<Recorder> {
    const settings = await Shelf.open('bamban-settings', key)
    const kept = ((await settings.get(settingsName)) as unknown as Remembered | null) ?? { rules: firstRules, spent: { day: '', bytes: 0 } }
    const r = new Recorder(d, await Files.open(key, d.ballast), await Drafts.open(key), settings, kept)
    await r.tidy()
    return r
  }

  /** Stops sending and forgets; what is on the disk stays sealed. */
  close(): void {
    this.closed = true
    this.files.close()
    this.shelf.close()
    this.settings.close()
  }

  draft(kind: string, about: string, corrects: string): Promise<Draft> {
    const was = this.shelf.find(kind, about, corrects)
    return Promise.resolve(was ?? { record: this.d.device.newId(), kind, about, corrects, at: 0, body: null, files: [] })
  }

  drafts(): Promise<Draft[]> {
    return Promise.resolve(this.shelf.list())
  }

  async keepDraft(d: Draft): Promise<null> {
    await this.shelf.keep(d)
    return null
  }

  async dropDraft(record: string): Promise<null> {
    await this.shelf.drop(record)
    return null
  }

  /** Makes a picked photo small and keeps it sealed. */
  async keepPhoto(file: Blob): Promise<Kept> {
    const { bytes, media, taken } = await shrink(file)
    return { meta: await this.files.keep(bytes, media, 'draft'), taken }
  }

  /** Keeps a drawn signature or a recording. */
  async keepMade(what: 'signature' | 'voice', bytes: Uint8Array<ArrayBuffer>): Promise<Kept> {
    const media = what === 'signature' ? 'image/png' : voiceType(bytes)
    if (!media || bytes.length > (what === 'voice' ? maxVoice : maxSignature)) throw new NotTaken('photo.broken')
    return { meta: await this.files.keep(bytes, media, 'draft'), taken: { at: Date.now(), point: null } }
  }

  /** A file to be looked at: from the phone, or fetched where the network may be used; null where it can't be had now. */
  async look(digest: string): Promise<Looked | null> {
    const meta = this.files.meta(digest)
    if (meta) {
      const bytes = await this.files.bytes(digest)
      if (meta.state === 'sent' || meta.state === 'fetched') await this.files.set(digest, { used: Date.now() })
      return bytes && { bytes, media: meta.media }
    }
    const about = this.attachments().find((a) => a.digest === digest)
    if (!about || this.heldNow(about.size) !== '') return null
    const bytes = await fetchFile(this.d.token, digest)
    if (!bytes) return null
    await this.spend(bytes.length)
    await this.files.keep(bytes, about.media, 'fetched').catch(() => undefined) // a full phone shows it all the same
    return { bytes, media: about.media }
  }

  /** How one file stands; null where the phone doesn't have it. */
  fileOf(digest: string): Promise<FileMeta | null> {
    return Promise.resolve(this.files.meta(digest))
  }

  /** Keeps records that belong together, all or none; the draft that they come from is done. */
  async record(writes: Write[], draft: string): Promise<null> {
    await this.d.device.writeAll(writes)
    await this.pin()
    if (draft) await this.shelf.done(draft)
    this.d.tell('changed')
    return null
  }

  history(kind: string, id: string): Promise<Wrote[]> {
    return Promise.resolve(historyOf(this.d.replica, kind, id))
  }

  newIds(n: number): Promise<string[]> {
    return Promise.resolve(Array.from({ length: n }, () => this.d.device.newId()))
  }

  filesStatus(): Promise<FilesStatus> {
    const waiting = this.waiting()
    const [next] = this.files.queue()
    const { rules, spent } = this.remembered
    return Promise.resolve({
      waiting: waiting.length,
      bytes: waiting.reduce((n, f) => n + f.size - f.offset, 0),
      refused: this.files.all().filter((f) => f.state === 'refused').map((f) => ({ digest: f.digest, text: f.text })),
      ready: next !== undefined && this.heldNow(next.size - next.offset) === '',
      held: waiting[0] ? this.heldNow(waiting[0].size - waiting[0].offset) : '',
      link: this.link(),
      rules,
      spent: spent.day === this.day() ? spent.bytes : 0,
      progress: this.progress,
    })
  }

  /** Whether so many bytes may go over this network now. */
  mayGo(bytes: number): boolean {
    return this.heldNow(bytes) === ''
  }

  /** The files that wait to be sent. */
  waiting(): FileMeta[] {
    return this.files.all().filter((f) => f.state === 'waiting')
  }

  bytesOf(digest: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.files.bytes(digest)
  }

  /** Notes that files left the app in a file of unsent work. */
  async leftIn(out: Out, digests: string[]): Promise<void> {
    for (const digest of digests) await this.files.set(digest, { out })
    this.d.tell('files')
  }

  async setLinkRules(rules: LinkRules): Promise<null> {
    await this.remember({ ...this.remembered, rules })
    this.d.tell('files')
    return null
  }

  /** Sends what waits, after the words and as long as no words wait; gives up quietly where there is no network. */
  send(): void {
    this.sending ??= this.sendAll().finally(() => {
      this.sending = null
      this.progress = null
      this.d.tell('files')
    })
  }

  /** Resolves when nothing is being sent. */
  async quiet(): Promise<void> {
    await this.sending
  }

  /** The server was restored from a backup: it may have lost files too, and is asked. */
  async sendAgain(): Promise<void> {
    for (const f of this.files.all()) if (f.state === 'sent') await this.files.set(f.digest, { state: 'waiting', upload: '', offset: 0, later: 0 })
  }

  /** The phone has another name: uploads that its old one began are not its own. */
  async uploadAnew(): Promise<void> {
    for (const f of this.files.all()) if (f.state === 'waiting') await this.files.set(f.digest, { upload: '', offset: 0, later: 0 })
  }

  private async sendAll(): Promise<void> {
    const tried = new Set<string>()
    for (;;) {
      const meta = this.files.queue().find((f) => !tried.has(f.digest))
      if (!meta || this.mustStop()) return
      tried.add(meta.digest)
      try {
        if (!(await this.sendOne(meta))) return
      } catch (e) {
        if (!(e instanceof Refusal)) return // no network: it is tried again at the next meeting
        await this.refused(meta, e)
      }
    }
  }

  private async sendOne(meta: FileMeta): Promise<boolean> {
    const bytes = await this.files.bytes(meta.digest)
    if (!bytes) return true
    let at = meta.offset
    const done = await send(this.d.token, {
      meta,
      bytes,
      goOn: (n) => !this.mustStop() && this.heldNow(n) === '',
      note: async (upload, offset) => {
        await this.files.set(meta.digest, { upload, offset })
        if (offset > at) await this.spend(offset - at)
        at = offset
        this.progress = offset / meta.size
        this.d.tell('files')
      },
    })
    if (done) await this.files.set(meta.digest, { state: 'sent', upload: '', offset: meta.size, used: Date.now() })
    return done
  }

  /** What the server says to a file that it doesn't take. Its record may still be on its way through quarantine. */
  private async refused(meta: FileMeta, e: Refusal): Promise<void> {
    const forGood = ['upload.too_large', 'upload.wrong_type', 'upload.other_type', 'upload.bad_digest', 'recording.not_sound', 'recording.of'].includes(e.code)
    await this.files.set(meta.digest, forGood ? { state: 'refused', text: e.text, upload: '', offset: 0 } : { upload: '', offset: 0, later: Date.now() + afterRefusal })
  }

  /** Words go before photos. */
  private mustStop(): boolean {
    return this.closed || this.d.replica.unsent > 0
  }

  private link(): Link {
    return linkOf((navigator as { connection?: { type?: string } }).connection?.type)
  }

  private day(): string {
    return dayOf(Date.now())
  }

  private heldNow(bytes: number): Held {
    return held(this.remembered.rules, this.link(), this.remembered.spent, this.day(), bytes)
  }

  /** Whether so many bytes may be fetched now: words wait for nothing, and nothing else while words wait. */
  mayFetch(bytes: number): boolean {
    return !this.mustStop() && this.heldNow(bytes) === ''
  }

  async spend(bytes: number): Promise<void> {
    if (this.link() === 'wifi') return
    const day = this.day()
    const { spent } = this.remembered
    await this.remember({ ...this.remembered, spent: { day, bytes: (spent.day === day ? spent.bytes : 0) + bytes } })
  }

  private async remember(to: Remembered): Promise<void> {
    this.remembered = to
    await this.settings.put(settingsName, to)
  }

  /** The values of some cells of every record of a kind that this phone knows of. */
  private all(kind: string, names: string[]): unknown[][] {
    const { replica } = this.d
    const ids = [...replica.records].filter(([, h]) => h.kind === kind).map(([id]) => id)
    const own = [...replica.unsentRecords()].filter(([, k]) => k === kind).map(([id]) => id)
    return [...ids, ...own].map((id) => {
      const cells = replica.view(id, kind)?.cells
      return names.map((name) => cells?.[name]?.h[0]?.v)
    })
  }

  private attachments(): { digest: string; size: number; media: string }[] {
    return this.all('attachment', ['digest', 'size', 'media']).flatMap(([digest, size, media]) =>
      typeof digest === 'string' && typeof size === 'number' && typeof media === 'string' ? [{ digest, size, media }] : [],
    )
  }

  /** The sounds of texts that this officer recorded on a phone. */
  private ownTexts(): unknown[] {
    return this.all('recording', ['sum', 'by']).flatMap(([sum, by]) => (by === this.d.replica.user ? [sum] : []))
  }

  /** What a record speaks of is to be sent. */
  private async pin(): Promise<void> {
    const spoken = new Set<unknown>([...this.attachments().map((a) => a.digest), ...this.ownTexts()])
    for (const f of this.files.all()) if (f.state === 'draft' && spoken.has(f.digest)) await this.files.set(f.digest, { state: 'waiting' })
  }

  /** Puts right what a killed app left half done, and lets go of what nothing speaks of. */
  private async tidy(): Promise<void> {
    for (const d of this.shelf.list()) if (this.d.replica.view(d.record, d.kind)) await this.shelf.drop(d.record)
    await this.pin()
    const wanted = new Set(this.shelf.list().flatMap((d) => d.files))
    await this.files.drop(this.files.all().filter((f) => f.state === 'draft' && !wanted.has(f.digest)).map((f) => f.digest))
  }
}

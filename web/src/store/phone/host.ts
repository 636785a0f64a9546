/**
 * The phone's worker: the only place that holds the key, the replica and the
 * network. The page asks and is told.
 */
import { dayOf } from '../../core/dates'
import type { Json } from '../../core/decode'
import { defaultLease, protocolVersion, type Budget } from '../../core/sync/wire'
import { Refusal, WentBack } from '../replica/device'
import { Keyring, maxTries, passkeysOf, waitAfter, type InHand, type Locked, type Opened } from '../seal/keyring'
import { fetchAhead } from './ahead'
import { Box } from './box'
import type { Bundles } from './bundles'
import { isBundling } from './bundling'
import { missing, Watch, type Canary } from './canary'
import { Carrier } from './carrier'
import { attentionOf } from './attention'
import { keepIdentity, keepNext, newIdentity } from './identity'
import { isMapping } from './mapping'
import type { Calls, Name, Stage, Status } from './messages'
import { fetchMaps, openUp, type Happening, type Open } from './opened'
import { isReading } from './reading'
import { isRecording } from './recorder'
import { told } from './told'
import { handBundle, overHTTP, tellLost } from './transport'
import { Way } from './way'
import { wipe } from './wipe'

const day = 86_400_000

export class Host {
  private opened: Open | null = null
  private syncing: Promise<void> | null = null
  private speaking: Promise<number> = Promise.resolve(0)
  private readonly watch: Watch

  private constructor(
    private readonly box: Box,
    private readonly tell: (h: Happening) => void,
  ) {
    this.watch = new Watch((canary) => this.tell({ event: 'canary', canary }), tellLost, () => Date.now())
  }

  static async start(tell: Host['tell']): Promise<Host> {
    return new Host(await Box.open('bamban-phone'), tell)
  }

  async answer<N extends Name>(call: N, args: Calls[N]['args']): Promise<Calls[N]['gives']> {
    const to = (await this.whose(call)) as Record<Name, (...args: unknown[]) => Promise<Calls[N]['gives']>>
    return to[call](...args)
  }

  private async whose(call: Name): Promise<unknown> {
    if (isReading(call)) return this.must().reading
    if (isRecording(call)) return this.must().recorder
    if (isMapping(call)) return this.must().maps()
    if (!isBundling(call)) return this
    if (call === 'writeBundle' && this.must().back) throw told('went.back') // its numbers may be used up
    return this.bundling(this.must())
  }

  private async bundling({ identity, device, replica, recorder }: Open): Promise<Bundles> {
    const { Bundles } = await import('./bundles')
    const [serverKey, left, now] = [() => this.serverKey(), () => this.sing(), () => Date.now()]
    const free = async (): Promise<number> => {
      const { quota = Infinity, usage = 0 } = await navigator.storage.estimate()
      return quota - usage
    }
    return new Bundles({ identity, device, replica, recorder, carrier: this.carrier(), serverKey, left, free, now })
  }

  async stage(): Promise<Stage> {
    if (this.opened) return { stage: 'open' }
    const note = await this.way().sealed()
    if (note) return { stage: 'sealed', note }
    const l = (await this.box.get('keyring')) as Locked | undefined
    if (!l || l.wraps.length === 0 || !(await this.box.get('identity'))) return this.emptied()
    return { stage: 'locked', wait: Math.max(l.at + waitAfter(l.wrong) - Date.now(), 0), left: maxTries - l.wrong, closed: l.wrong >= maxTries, passkeys: passkeysOf(l) }
  }

  /** Makes this browser one of the server's phones; the code works once. */
  async enrol(code: string, pin: string): Promise<null> {
    if (!['none', 'lost'].includes((await this.stage()).stage)) throw told('enrolled')
    await this.watch.report()
    const made = await this.keyring().create(pin, Date.now() + defaultLease * day)
    await keepIdentity(this.box, made.key, await newIdentity(code))
    await this.open(made)
    return null
  }

  canary(known: Canary | null): Promise<null> {
    this.watch.known = known
    return Promise.resolve(null)
  }

  /** Goes on under a new name over what the phone holds. The code must be of the same person: another's is refused, and stays good. */
  async enrolAnew(code: string, pin: string): Promise<null> {
    const o = this.must()
    await this.syncing?.catch(() => undefined)
    await this.watch.report()
    const inHand = await this.keyring().anotherHalf(pin)
    if (!inHand) throw told('pin.not')
    const next = await newIdentity(code, o.identity.user)
    await o.device.quietly(async () => {
      o.device.end()
      await keepNext(this.box, inHand.key, next)
      await this.lock()
      await this.open(inHand)
    })
    return null
  }

  unlock(pin: string): Promise<null> {
    return this.openBy(() => this.keyring().open(pin))
  }

  unlockByPasskey(credential: string, prf: ArrayBuffer): Promise<null> {
    return this.openBy(() => this.keyring().openByPasskey(credential, prf))
  }

  async addPasskey(pin: string, credential: string, prf: ArrayBuffer): Promise<null> {
    if (!(await this.keyring().addPasskey(pin, credential, prf))) throw told('pin.not')
    return null
  }

  async passkeys(): Promise<string[]> {
    const l = (await this.box.get('keyring')) as Locked | undefined
    return l ? passkeysOf(l) : []
  }

  async dropPasskeys(): Promise<null> {
    await this.keyring().dropPasskeys()
    return null
  }

  private async openBy(way: () => Promise<Opened>): Promise<null> {
    if (this.opened) return null
    const o = await way()
    switch (o.state) {
      case 'open':
        await this.open(o)
        return null
      case 'wrong':
        throw told('pin.wrong', o.left)
      case 'wait':
        throw told('pin.wait', o.until)
      case 'locked':
        throw told('pin.closed')
      case 'expired':
        if ((await this.standing()) === 'ours') return this.openBy(way)
        throw told((await this.way().sealed()) ? 'device.sealed' : 'lease.ended')
      case 'none':
        throw told('not.enrolled')
    }
  }

  async reopen(code: string, pin: string): Promise<null> {
    await this.open(await this.way().reopen(code, pin))
    return null
  }

  async knock(): Promise<null> {
    await this.watch.report()
    if (await this.way().sealed()) await this.way().confirm()
    else if (!this.opened) await this.standing()
    return null
  }

  async beginAnew(): Promise<null> {
    if ((await this.way().sealed())?.wiped) {
      await this.box.putAll({ identity: null, door: null, sealed: null })
      this.watch.forget()
    }
    return null
  }

  /** Forgets the key; what is on the disk stays sealed. */
  lock(): Promise<null> {
    this.opened?.recorder.close()
    this.opened = null
    return Promise.resolve(null)
  }

  /** Meets the server; who asks while a meeting is under way waits for that one. */
  async sync(): Promise<null> {
    const o = this.must()
    this.syncing ??= this.meet(o).finally(() => {
      this.syncing = null
      this.tell({ event: 'changed' })
    })
    await this.syncing
    return null
  }

  async status(): Promise<Status> {
    const { replica, back } = this.must()
    return {
      user: replica.user,
      unsent: replica.unsent,
      oldest: replica.oldestUnsent,
      records: replica.records.size,
      met: replica.met,
      syncing: this.syncing !== null,
      attention: attentionOf(replica, await this.away()),
      back,
    }
  }

  /** Puts an answer of the server away that its writer has read, or takes it out again. */
  async putAway(n: number, away: boolean): Promise<null> {
    const others = (await this.away()).filter((x) => x !== n)
    await this.box.put('away', away ? [...others, n] : others)
    return null
  }

  private async away(): Promise<number[]> {
    return ((await this.box.get('away')) as number[] | undefined) ?? []
  }

  /** The units that may have recorded somebody already whom this phone must not know. */
  like(name: string, born: string): Promise<string[]> {
    return this.must().hints.like(name, born)
  }

  /** Keeps a change; an empty id makes a record. It gives the record's id. */
  async write(kind: string, id: string, fields: Record<string, Json>): Promise<string> {
    const { device, keeper, replica } = this.must()
    const record = id || device.newId()
    await device.write(kind, record, fields)
    await device.quietly(() => keeper.compact(replica))
    this.tell({ event: 'changed' })
    return record
  }

  async budget(): Promise<Budget | null> {
    const { identity, replica } = this.must()
    return (await overHTTP(identity.token).hello({ version: protocolVersion, acked: replica.acked, budget: true })).budget
  }

  private carrier(): Carrier {
    return new Carrier(this.box)
  }

  /** The point to which this phone's server has files of unsent work sealed. */
  private async serverKey(): Promise<Uint8Array<ArrayBuffer> | null> {
    const key = await this.box.get('bundleKey')
    return typeof key === 'string' ? Uint8Array.from(atob(key), (c) => c.charCodeAt(0)) : null
  }

  /** Recordings of texts, as far as the pack's bound and the link rules let them come. */
  async fetchSpeech(language: string): Promise<number> {
    const { identity, recorder, reading } = this.must()
    const packs = await reading.list('pack')
    const [recordings, day] = [await reading.list('recording'), dayOf(Date.now())]
    // One after the other: what the one under way was asked for may be old by now.
    this.speaking = this.speaking
      .catch(() => 0)
      .then(() => fetchAhead({ token: identity.token, recordings, packs, language, day, may: (n) => recorder.mayFetch(n), own: (digest) => recorder.bytesOf(digest), spent: (n) => recorder.spend(n) }))
    return this.speaking
  }

  private keyring(): Keyring {
    return new Keyring({ load: async () => ((await this.box.get('keyring')) as Locked | undefined) ?? null, save: (l) => this.box.put('keyring', l) }, () => Date.now())
  }

  private must(): Open {
    if (!this.opened) throw told('locked')
    return this.opened
  }

  private way(): Way {
    return new Way(this.box, this.keyring())
  }

  /** How the locked phone stands; one that was taken from its officer seals itself at once. */
  private async standing(): Promise<'ours' | 'revoked' | 'unheard'> {
    const standing = await this.way().standing()
    if (standing === 'revoked') await this.way().seal(false)
    return standing
  }

  /** Seals an open phone that was revoked. Where all was sent, nothing stays on it. */
  private async taken(o: Open): Promise<never> {
    const { waiting } = await o.recorder.filesStatus()
    const all = o.replica.unsent === 0 && waiting === 0 && (await o.recorder.drafts()).length === 0 && !(await this.carrier().list()).some((c) => c.state === 'waiting')
    await this.lock()
    await this.way().seal(all)
    if (all) {
      await wipe()
      this.watch.forget()
    }
    throw told('device.sealed')
  }

  private async open(inHand: InHand): Promise<void> {
    await this.way().keep(inHand)
    const o = await openUp(inHand.key, this.box, this.tell, () => void this.sing())
    if (this.watch.isBack(o.replica)) o.back = { missing: missing(this.watch.known, o.replica), bundled: this.watch.known?.bundled ?? null }
    this.opened = o
    if (o.back) await this.wentBack(o, 0)
    else await this.sing()
  }

  /** Remembers outside the databases how far the phone has come. */
  private async sing(): Promise<void> {
    const bundled = await this.carrier().written()
    const door = await this.door()
    if (this.opened && !this.opened.back) this.watch.note(this.opened.replica, bundled, door)
  }

  private async door(): Promise<string> {
    const door = await this.box.get('door')
    return typeof door === 'string' ? door : ''
  }

  /** A phone without an identity: new, or emptied by its browser. */
  private emptied(): Stage {
    const { known } = this.watch
    if (!known) return { stage: 'none' }
    this.watch.lost('wiped', known)
    return { stage: 'lost', canary: this.watch.known ?? known }
  }

  /** The phone's memory went back: it is remembered, told, and nothing more is sent under this name. */
  private async wentBack(o: Open, upTo: number): Promise<void> {
    o.back ??= { missing: 0, bundled: null }
    const known = this.watch.known?.tag === o.replica.tag ? this.watch.known : null
    const last = Math.max(known?.last ?? 0, upTo, o.replica.mine.length)
    this.watch.lost('went_back', { tag: o.replica.tag, acked: o.replica.acked, bundled: await this.carrier().written(), ...known, last, door: (await this.door()) || (known?.door ?? '') })
    void this.watch.report()
  }

  private async meet(o: Open): Promise<void> {
    if (o.back) {
      await this.watch.report()
      throw new WentBack()
    }
    const { restored, leaseDays, bundleKey } = await o.device.sync().catch(async (e: unknown) => {
      if (e instanceof Refusal && e.code === 'device.revoked') return this.taken(o)
      if (e instanceof WentBack) await this.wentBack(o, e.upTo)
      throw e
    })
    if (restored) await o.recorder.sendAgain()
    await this.keyring().renew(Date.now() + leaseDays * day)
    await this.way().give(o.key, o.identity.token)
    await this.sing()
    await o.device.quietly(() => o.keeper.compact(o.replica))
    if (bundleKey) await this.box.put('bundleKey', bundleKey)
    await this.carrier().deliver((raw) => handBundle(o.identity.token, raw), (bytes) => o.recorder.mayGo(bytes))
    o.recorder.send()
    void fetchMaps(o)
  }
}

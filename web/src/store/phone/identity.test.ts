import { describe, expect, it } from 'vitest'
import { readContent } from '../../core/change/change'
import { kinds } from '../../core/gen/kinds'
import { Device } from '../replica/device'
import { MemoryJournal } from '../replica/journal'
import { JournalKeeper } from '../replica/keeper'
import { Replica } from '../replica/replica'
import { missing, readCanary, Watch, type Canary } from './canary'
import { identityOf, journalSeal, keepIdentity, keepNext, type Identity } from './identity'

const user = '-OmF----0F------------'
const home = '-OmF-----V------------'
const other = '-OmF-----W------------'
const identity = (tag: string): Identity => ({ device: home, tag, user, partition: 'test', token: tag, key: '' })
const was = identity('-------1')
const next = identity('-------2')

class Cut extends Error {}

/** A box and a journal whose writes fail from the nth on, before or after they took effect. */
class Disk {
  things: Record<string, unknown> = {}
  journal = new MemoryJournal()
  left = Infinity
  after = false

  get(name: string): Promise<unknown> {
    return Promise.resolve(this.things[name])
  }

  put(name: string, value: unknown): Promise<void> {
    return this.putAll({ [name]: value })
  }

  putAll(things: Record<string, unknown>): Promise<void> {
    return this.cut(() => {
      Object.assign(this.things, things)
      return Promise.resolve()
    })
  }

  cuttable(): MemoryJournal {
    const replace = this.journal.replace.bind(this.journal)
    return Object.assign(Object.create(this.journal) as MemoryJournal, { replace: (p: Uint8Array<ArrayBuffer>[]) => this.cut(() => replace(p)) })
  }

  private async cut(write: () => Promise<void>): Promise<void> {
    this.left--
    if (this.left < 0 && !this.after) throw new Cut()
    await write()
    if (this.left < 0) throw new Cut()
  }
}

async function woken(disk: Disk, key: CryptoKey, who: Identity): Promise<Replica> {
  const r = new Replica(who.tag, who.user, kinds)
  await new JournalKeeper(disk.journal, journalSeal(key, who)).wake(r)
  return r
}

/** A phone that the server confirmed one change of three. */
async function phone(): Promise<{ disk: Disk; key: CryptoKey; replica: Replica }> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const disk = new Disk()
  await keepIdentity(disk, key, was)
  const replica = new Replica(was.tag, user, kinds)
  const lost = (): Promise<never> => Promise.reject(new Error('cut'))
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  const keeper = new JournalKeeper(disk.journal, journalSeal(key, was))
  const device = new Device({ tag: was.tag, user, partition: 'test', key: privateKey, replica, keeper, transport: { hello: lost, push: lost, pull: lost }, now: () => Date.UTC(2026, 10, 24), random: (n) => crypto.getRandomValues(new Uint8Array(n)) })
  await device.write('household', home, { phone: '0900' })
  await keeper.keep([{ t: 'acked', n: 1, answers: [] }, { t: 'epoch', epoch: 'e' }])
  replica.step({ t: 'acked', n: 1, answers: [] })
  await device.write('household', other, { phone: '0911' })
  await device.write('household', other, { phone: '0922' })
  return { disk, key, replica }
}

describe('a phone under a new name', () => {
  it('takes what is unsent with it, and nothing that was confirmed', async () => {
    const { disk, key, replica } = await phone()
    await keepNext(disk, key, next)
    expect(await identityOf(disk, key, disk.journal)).toEqual({ identity: next, moved: true })
    const now = await woken(disk, key, next)
    const [, a0, b0] = replica.mine.map((c) => readContent(c, was.tag, user))
    const [a, b, ...more] = now.mine.map((c) => readContent(c, next.tag, user))
    if (!a0 || !b0 || !a || !b) throw new Error('changes are missing')
    expect(more).toEqual([])
    expect([a.n, b.n, now.acked, now.unsent, now.cursor, now.epoch]).toEqual([1, 2, 0, 2, '', 'e'])
    expect([a.kind, a.record, a.fields, b.fields]).toEqual([a0.kind, a0.record, a0.fields, b0.fields])
    // What followed on what goes on following on it; no time is that of the old name's, nor before it.
    expect(b0.seen).toEqual({ phone: [a0.time + was.tag] })
    expect(b.seen).toEqual({ phone: [a.time + next.tag] })
    expect(a.time > a0.time && b.time > a.time && b.time > b0.time).toBe(true)
    expect(now.view(other, 'household')?.cells.phone?.h.map((h) => h.v)).toEqual(['0922'])
    expect([disk.things.door, disk.things.next]).toEqual([null, null])
  })

  it('is the old one or the new one with all its work, wherever it is cut', async () => {
    for (const after of [false, true]) {
      for (let steps = 0; steps < 3; steps++) {
        const { disk, key } = await phone()
        Object.assign(disk, { left: steps, after })
        const all = (async () => {
          await keepNext(disk, key, next)
          await identityOf(disk, key, disk.cuttable())
        })()
        await expect(all).rejects.toThrow(Cut)
        disk.left = Infinity
        const { identity: who } = await identityOf(disk, key, disk.journal)
        expect(who.tag, `cut at ${steps}, ${after ? 'after' : 'before'}`).toBe(steps === 0 && !after ? was.tag : next.tag)
        const r = await woken(disk, key, who)
        expect(r.unsent).toBe(2)
        expect(r.view(other, 'household')?.cells.phone?.h.map((h) => h.v)).toEqual(['0922'])
        expect((await identityOf(disk, key, disk.journal)).moved).toBe(false)
      }
    }
  })
})

describe('the canary', () => {
  const of = (tag: string, last: number, acked = 0): { tag: string; mine: string[]; acked: number } => ({ tag, mine: Array.from({ length: last }, () => ''), acked })
  const watch = (hear = (): Promise<unknown> => Promise.resolve()): { w: Watch; kept: (Canary | null)[] } => {
    const kept: (Canary | null)[] = []
    return { w: new Watch((c) => kept.push(c), hear, () => 7), kept }
  }

  it('notices a replica with fewer changes of its own, and goes on remembering the higher number', () => {
    const { w, kept } = watch()
    w.note(of('a', 5, 3), null, 'door')
    expect([w.isBack(of('a', 5)), w.isBack(of('a', 6)), w.isBack(of('b', 0))]).toEqual([false, false, false])
    expect([w.isBack(of('a', 4)), missing(w.known, of('a', 4))]).toEqual([true, 1])
    w.note(of('a', 4, 3), null, 'door')
    expect([kept.length, w.known?.last]).toEqual([1, 5])
    w.note(of('b', 0), null, '')
    expect(w.known).toMatchObject({ tag: 'b', last: 0 })
  })

  it('tells of a loss until it is heard, and once', async () => {
    let deaf = true
    const heard: unknown[] = []
    const { w, kept } = watch((...args: unknown[]) => (deaf ? Promise.reject(new Error('cut')) : Promise.resolve(heard.push(args))))
    w.note(of('a', 5), null, 'door')
    if (w.known) w.lost('wiped', w.known)
    await w.report()
    expect(w.known?.lost).toEqual({ cause: 'wiped', at: 7, heard: false })
    deaf = false
    await w.report()
    await w.report()
    expect(heard).toEqual([['door', 'wiped', 5]])
    expect(kept.at(-1)?.lost?.heard).toBe(true)
    w.note(of('a', 9), null, 'door')
    expect(w.known?.last, 'a phone that lost something goes on under another name').toBe(5)
  })

  it('is read as it was kept, and is nothing where somebody changed it', () => {
    const c: Canary = { tag: 'a', last: 5, acked: 3, bundled: { at: 1, upTo: 4 }, door: 'd', lost: { cause: 'wiped', at: 1, heard: true } }
    expect(readCanary(JSON.stringify(c))).toEqual(c)
    for (const bad of [null, '', '{', '[]', '{"tag":1}', '{"tag":"a","last":"5"}']) expect(readCanary(bad)).toBeNull()
  })
})

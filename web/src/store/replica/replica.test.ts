import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { rulesOf, shown } from '../../core/change/state'
import { timeAt } from '../../core/change/text64'
import { kinds } from '../../core/gen/kinds'
import { page, type Page } from '../../core/sync/wire'
import { journalContract } from './contract'
import { Device, Refusal, WentBack, type Transport } from './device'
import { DiskFull } from '../database'
import { MemoryJournal } from './journal'
import { JournalKeeper, plain } from './keeper'
import { Replica, type Entry } from './replica'

const golden = JSON.parse(readFileSync(new URL('../../../../testdata/protocol/pages.json', import.meta.url), 'utf8')) as {
  says: string
  page: unknown
  holds: Record<string, Record<string, unknown>>
}[]
const pages: Page[] = golden.map((g) => page(g.page, 'page'))
const tag = '-------1'
const user = '-OmF----0F------------'
const home = '-OmF-----V------------'

function holds(r: Replica): Record<string, Record<string, unknown>> {
  const out: Record<string, Record<string, unknown>> = {}
  for (const [id, h] of r.records) {
    const k = r.kind(h.kind)
    if (!k) throw new Error(h.kind)
    out[id] = Object.fromEntries(
      Object.entries(h.state.cells).map(([name, c]) => [
        name,
        JSON.parse(
          JSON.stringify({
            shows: shown(c, rulesOf(k).machines[name]) ?? undefined,
            versions: c.h.length > 0 ? c.h.map((x) => x.t) : undefined,
            steps: c.s.length > 0 ? c.s.map((s) => [s.t, s.to]) : undefined,
          }),
        ) as unknown,
      ]),
    )
  }
  return out
}

async function phone(journal = new MemoryJournal(), transport?: Partial<Transport>): Promise<{ replica: Replica; device: Device; keeper: JournalKeeper }> {
  const keeper = new JournalKeeper(journal, plain)
  const replica = new Replica(tag, user, kinds)
  await keeper.wake(replica)
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  const lost = (): Promise<never> => Promise.reject(new Error('cut'))
  const device = new Device({
    tag,
    user,
    partition: 'test',
    key: privateKey,
    replica,
    keeper,
    transport: { hello: lost, push: lost, pull: lost, ...transport },
    now: () => Date.UTC(2026, 10, 24),
    random: (n) => crypto.getRandomValues(new Uint8Array(n)),
  })
  return { replica, device, keeper }
}

describe('a replica', () => {
  it('holds after each page what Go holds', () => {
    const r = new Replica(tag, user, kinds)
    golden.forEach((g, i) => {
      const p = pages[i]
      if (p) r.step({ t: 'page', page: p })
      expect(holds(r), g.says).toEqual(JSON.parse(JSON.stringify(g.holds, (_, v: unknown) => (Array.isArray(v) && v.length === 0 ? undefined : v))))
    })
  })

  it('wakes from a journal of a build that did not know what pages say of erasing', async () => {
    const journal = new MemoryJournal()
    const page = { cursor: 'c1', more: false, fresh: false, forget: [], devices: [], parts: [] }
    await journal.append([await plain.pack(JSON.stringify([{ t: 'page', page }]))])
    const r = new Replica(tag, user, kinds)
    await new JournalKeeper(journal, plain).wake(r)
    expect(r.cursor).toBe('c1')
    expect(r.soiled).toBe(false)
  })

  it('keeps what is written while its journal is being written anew', async () => {
    const journal = new MemoryJournal()
    const { replica, device, keeper } = await phone(journal)
    await device.write('note', device.newId(), { text: 'trước' })
    const compacting = device.quietly(() => keeper.compact(replica, 1))
    await Promise.all([compacting, device.write('note', device.newId(), { text: 'trong lúc' })])
    expect((await phone(journal)).replica.mine).toHaveLength(2)
  })

  it('keeps changes that belong together in one piece of its journal', async () => {
    const journal = new MemoryJournal()
    const { device } = await phone(journal)
    await device.writeAll(['a', 'b', 'c'].map((text) => ({ kind: 'note', record: device.newId(), fields: { text } })))
    expect(await journal.read()).toHaveLength(1)
    expect((await phone(journal)).replica.waiting(9).contents.map((c) => (JSON.parse(c) as { n: number }).n)).toEqual([1, 2, 3])
  })

  it('shows at once what is written, over what the server gave, until that is acknowledged', async () => {
    const { replica, device, keeper } = await phone()
    const [begins] = pages
    if (!begins) throw new Error('no pages')
    const first: Entry = { t: 'page', page: begins }
    await keeper.keep([first])
    replica.step(first)
    await device.write('household', home, { phone: '0911' })
    expect(replica.view(home, 'household')?.cells.phone?.h[0]?.v).toBe('0911')
    expect(replica.view(home, 'household')?.cells.phone?.h).toHaveLength(1)
    expect(replica.records.get(home)?.state.cells.phone?.h[0]?.v).toBe('0900')
    expect([replica.unsent, replica.pending(home).length]).toEqual([1, 1])
    replica.step({ t: 'acked', n: 1, answers: [] })
    expect([replica.unsent, replica.pending(home).length]).toEqual([0, 0])
  })

  it('wakes as it was, wherever it died, from its journal as it grew and written anew', async () => {
    const journal = new MemoryJournal()
    let { replica, device, keeper } = await phone(journal)
    for (const [i, p] of pages.entries()) {
      await keeper.keep([{ t: 'page', page: p }])
      replica.step({ t: 'page', page: p })
      await device.write('note', device.newId(), { text: `ghi chú ${i}` })
      if (i === 3) {
        for (const e of [{ t: 'acked', n: 2, answers: [] }, { t: 'restored', upTo: 1 }] as Entry[]) {
          await keeper.keep([e])
          replica.step(e)
        }
      }
      const was = JSON.stringify(replica.snapshot())
      ;({ replica, device, keeper } = await phone(journal))
      expect(JSON.stringify(replica.snapshot())).toBe(was)
      expect(await keeper.compact(replica, 1)).toBe(true)
      ;({ replica, device, keeper } = await phone(journal))
      expect(JSON.stringify(replica.snapshot())).toBe(was)
    }
  })

  it('keeps nothing of a write that the disk has no room for, and takes the next', async () => {
    const journal = new MemoryJournal()
    const { replica, device } = await phone(journal)
    const append = journal.append.bind(journal)
    journal.append = () => Promise.reject(new DiskFull())
    await expect(device.write('note', device.newId(), { text: 'một' })).rejects.toThrow(DiskFull)
    expect(replica.mine).toHaveLength(0)
    journal.append = append
    expect((await device.write('note', device.newId(), { text: 'hai' })).n).toBe(1)
  })

  it('numbers writes without gaps when many come at once', async () => {
    const { device, replica } = await phone()
    const all = await Promise.all([1, 2, 3, 4, 5].map((i) => device.write('note', device.newId(), { text: `${i}` })))
    expect(all.map((c) => c.n)).toEqual([1, 2, 3, 4, 5])
    expect(new Set(all.map((c) => c.time)).size).toBe(5)
    expect(replica.unsent).toBe(5)
  })

  it('notices that its memory went back in time', async () => {
    const { device } = await phone(new MemoryJournal(), {
      hello: () => Promise.resolve({ version: 1, serverTime: 0, epoch: 'e', upTo: 7, user, pack: { name: '', version: '', digest: '' }, pullPage: 1, pushBatch: 1, leaseDays: 30, bundleKey: '', current: false, budget: null }),
    })
    await expect(device.sync()).rejects.toThrow(WentBack)
  })

  it('notices it too where it wrote as many changes since as it had lost', async () => {
    const { device } = await phone(new MemoryJournal(), {
      hello: () => Promise.resolve({ version: 1, serverTime: Date.UTC(2026, 10, 24), epoch: 'e', upTo: 1, user, pack: { name: '', version: '', digest: '' }, pullPage: 1, pushBatch: 9, leaseDays: 30, bundleKey: '', current: false, budget: null }),
      push: () => Promise.reject(new Refusal('change.number_reused', '', {}, {})),
    })
    await device.write('note', device.newId(), { text: 'khác' })
    await expect(device.sync()).rejects.toThrow(WentBack)
  })

  it('goes on from the times that it holds once a wrong clock is right again', async () => {
    const { device, replica } = await phone(new MemoryJournal(), {
      hello: () => Promise.resolve({ version: 1, serverTime: Date.UTC(2026, 10, 24), epoch: 'e', upTo: 0, user, pack: { name: '', version: '', digest: '' }, pullPage: 1, pushBatch: 1, leaseDays: 30, bundleKey: '', current: false, budget: null }),
    })
    replica.step({ t: 'clock', latest: timeAt(Date.UTC(2031, 0, 1)) })
    const late = new Device({ ...(device as unknown as { d: ConstructorParameters<typeof Device>[0] }).d })
    await expect(late.sync()).rejects.toThrow('cut')
    expect((await late.write('note', late.newId(), { text: 'x' })).time < timeAt(Date.UTC(2026, 10, 25))).toBe(true)
  })
})

describe('the journal in memory', () => {
  it('keeps nothing of what was erased: not the record, not its own words, not in the journal', async () => {
    const journal = new MemoryJournal()
    const { replica, device, keeper } = await phone(journal)
    const [mine, given] = [device.newId(), device.newId()]
    await device.write('note', mine, { text: 'điều bí mật của chị' })
    await device.write('note', device.newId(), { text: 'điều ở lại' })
    const take = (p: Partial<Page>): Promise<void> => {
      const whole: Page = { cursor: 'c', more: false, fresh: false, forget: [], erased: [], scrub: false, devices: [tag], parts: [], ...p }
      replica.step({ t: 'page', page: whole })
      return keeper.keep([{ t: 'page', page: whole }])
    }
    replica.step({ t: 'acked', n: 2, answers: [] })
    await keeper.keep([{ t: 'acked', n: 2, answers: [] }])
    const block = { kind: 'person', v: 1, id: [given], t: ['-P7Bt5xFIjs'], d: [0], f: { name: ['Vừ Thị Quỳnhxanh'] }, x: {} }
    await take({ parts: [{ atom: 'h:x', gone: [], blocks: [block] }] })
    expect(JSON.stringify(holds(replica))).toContain('Quỳnhxanh')

    await take({ erased: [1], scrub: true, parts: [{ atom: 'h:x', gone: [given], blocks: [] }] })
    expect(replica.records.size).toBe(0)
    expect(replica.mine).toHaveLength(2)
    expect(await device.quietly(() => keeper.compact(replica))).toBe(true)
    const disk = (await journal.read()).map((p) => new TextDecoder().decode(p)).join('')
    expect(disk).not.toMatch(/bí mật|Quỳnhxanh/)
    expect(disk).toContain('điều ở lại')
    // It still can be sent where a restored server asks for it, and says nothing.
    replica.step({ t: 'restored', upTo: 0 })
    expect(replica.waiting(1)).toEqual({ from: 1, contents: [replica.mine[0]] })
    expect(JSON.parse(replica.mine[0] ?? '')).toMatchObject({ n: 1, o: 'erase', to: { d: tag, n: 1 }, f: {} })
    expect([...replica.unsentRecords()].map(([id]) => id)).not.toContain(mine)
    const again = await phone(journal)
    expect(again.replica.mine).toEqual(replica.mine)
  })

  it('keeps the contract of journals', async () => {
    const j = new MemoryJournal()
    await journalContract(() => Promise.resolve(j))
  })
})

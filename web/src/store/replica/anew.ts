/**
 * A device that is enrolled over what it holds: what the server has not confirmed is
 * written anew under the new name, for the old name's numbers may be used up.
 */
import { readContent, type Change } from '../../core/change/change'
import { Clock } from '../../core/change/clock'
import { milli, timeOf } from '../../core/change/text64'
import { base64 } from '../../core/sync/batch'
import type { Journal } from './journal'
import { JournalKeeper, type Codec } from './keeper'
import { ownEntry, type Entry, type Replica } from './replica'

const saltBytes = 12

/** A device's name on its own changes, and whose they are. */
export interface Name {
  tag: string
  user: string
}

/**
 * The journal of a replica under another name: what is unsent with numbers from 1,
 * each with its record and fields, a tick after it was written first. What was read
 * stays until the server has been asked anew.
 */
export function entriesAnew(was: Replica, to: Name, random: (n: number) => Uint8Array): Entry[] {
  const clock = new Clock()
  const versions = new Map<string, string>()
  const own = was.mine.slice(was.acked).map((content, i): Change => {
    const c = readContent(content, was.tag, was.user)
    const seen = Object.fromEntries(Object.entries(c.seen).map(([f, vs]) => [f, vs.map((v) => versions.get(v) ?? v)]))
    for (const v of Object.values(seen).flat()) clock.observe(timeOf(v))
    clock.observe(c.time)
    const time = clock.now(milli(c.time))
    versions.set(c.time + was.tag, time + to.tag)
    return { ...c, device: to.tag, user: to.user, n: i + 1, time, seen, salt: base64(random(saltBytes)), ...(c.op === 'erase' ? { target: { d: to.tag, n: i + 1 } } : {}) }
  })
  const held = was.snapshot().filter((e) => e.t !== 'own' && e.t !== 'head')
  const latest = clock.last > was.latest ? clock.last : was.latest
  return [...own.map(ownEntry), ...held, { t: 'head', head: { epoch: was.epoch, cursor: '', acked: 0, latest, answers: [], returning: was.before !== null, met: was.met } }]
}

/**
 * Moves a journal to another name, all in one step; a journal that was moved before
 * a cut is left as it is. was is empty, and is woken here.
 */
export async function moveJournal(journal: Journal, from: Codec, to: Codec, was: Replica, name: Name, random: (n: number) => Uint8Array): Promise<void> {
  const [first] = await journal.read()
  const moved = first !== undefined && (await to.unpack(first).then(() => true, () => false))
  if (moved) return
  await new JournalKeeper(journal, from).wake(was)
  await journal.replace(await Promise.all(entriesAnew(was, name, random).map((e) => to.pack(JSON.stringify([e])))))
}

/**
 * Files of unsent work (core/sync/bundle.ts): what this phone last wrote to one, and
 * what it carries for other phones of the unit. It can't open those, and forgets
 * one when its bearer has read what became of it.
 */
import { maxBundle, NotABundle, readHeader, type BundleHeader } from '../../core/sync/bundle'
import type { BundleAnswer } from '../../core/sync/wire'
import { Refusal } from '../replica/device'
import type { Box } from './box'

/** At most so many files are carried at once, and so many bytes: three whole ones. */
const maxCarried = 9
const maxBytes = 3 * maxBundle

/** A file of at most so many bytes has words only, which go over any network. */
const wordsOnly = 200_000

/** The last file that this phone wrote of its own work. */
export interface Written {
  at: number
  /** The number of the last change in it. */
  upTo: number
}

/** A file of another phone. */
export interface Carried {
  id: string
  header: BundleHeader
  bytes: number
  state: 'waiting' | 'delivered' | 'refused'
  answer: BundleAnswer | null
  /** Why the server didn't take it, in its words. */
  text: Record<string, string>
}

export class Carrier {
  constructor(private readonly box: Box) {}

  async written(): Promise<Written | null> {
    return ((await this.box.get('bundled')) as Written | null | undefined) ?? null
  }

  note(w: Written): Promise<void> {
    return this.box.put('bundled', w)
  }

  async list(): Promise<Carried[]> {
    return ((await this.box.get('carried')) as Carried[] | undefined) ?? []
  }

  /** Takes another phone's file; the same one twice is one. */
  async take(raw: Uint8Array<ArrayBuffer>, partition: string): Promise<void> {
    const header = readHeader(raw)
    if (header.partition !== partition) throw new Refusal('bundle.other_unit', '', {}, {})
    const all = await this.list()
    const id = `${header.device} ${header.first} ${header.last} ${header.madeAt}${header.part === undefined ? '' : ` ${header.part}`}`
    const others = all.filter((c) => c.id !== id)
    if (others.length >= maxCarried || others.reduce((n, c) => n + c.bytes, raw.length) > maxBytes) throw new NotABundle('bundle.too_large')
    await this.box.put(`carried ${id}`, raw)
    await this.box.put('carried', [...others, { id, header, bytes: raw.length, state: 'waiting', answer: null, text: {} } satisfies Carried])
  }

  async drop(id: string): Promise<void> {
    await this.box.put('carried', (await this.list()).filter((c) => c.id !== id))
    await this.box.put(`carried ${id}`, null)
  }

  /** A file that was not taken is handed in again at the next meeting. */
  async again(id: string): Promise<void> {
    const c = (await this.list()).find((x) => x.id === id)
    if (c?.state === 'refused') await this.set({ ...c, state: 'waiting', text: {} })
  }

  /** Hands in what waits. A cut leaves it waiting, for the same file is read again without harm. */
  async deliver(hand: (raw: Uint8Array<ArrayBuffer>) => Promise<BundleAnswer>, mayGo: (bytes: number) => boolean): Promise<void> {
    for (const c of await this.list()) {
      if (c.state !== 'waiting' || (c.bytes > wordsOnly && !mayGo(c.bytes))) continue
      const raw = (await this.box.get(`carried ${c.id}`)) as Uint8Array<ArrayBuffer> | null | undefined
      try {
        await this.set(raw ? { ...c, state: 'delivered', answer: await hand(raw) } : { ...c, state: 'refused' })
      } catch (e) {
        if (!(e instanceof Refusal) || !/^(bundle|batch)\./.test(e.code)) return // asked again at the next meeting
        await this.set({ ...c, state: 'refused', text: e.text })
      }
    }
  }

  private async set(to: Carried): Promise<void> {
    await this.box.put('carried', (await this.list()).map((c) => (c.id === to.id ? to : c)))
    if (to.state === 'delivered') await this.box.put(`carried ${to.id}`, null)
  }
}

import type { Draft } from './recording'
import { Shelf } from './shelf'

/** The sealed drafts of a phone, one for each kind and what it is about. */
export class Drafts {
  private readonly all = new Map<string, Draft>()
  /** Records whose draft is done: what a page still says of it, a moment later, is not kept. */
  private readonly over = new Set<string>()

  constructor(private readonly shelf: Pick<Shelf, 'put' | 'remove' | 'close'>) {}

  static async open(key: CryptoKey): Promise<Drafts> {
    const shelf = await Shelf.open('bamban-drafts', key)
    const d = new Drafts(shelf)
    for (const name of await shelf.names()) d.all.set(name, (await shelf.get(name)) as unknown as Draft)
    return d
  }

  list(): Draft[] {
    return [...this.all.values()]
  }

  find(kind: string, about: string, corrects: string): Draft | null {
    return this.list().find((d) => d.kind === kind && d.about === about && d.corrects === corrects) ?? null
  }

  async keep(d: Draft): Promise<void> {
    if (this.over.has(d.record)) return
    const name = this.nameOf(d.record) ?? Shelf.newName()
    this.all.set(name, d)
    await this.shelf.put(name, d)
    if (this.over.has(d.record)) await this.shelf.remove([name])
  }

  /** The draft became a record. */
  async done(record: string): Promise<void> {
    this.over.add(record)
    await this.drop(record)
  }

  async drop(record: string): Promise<void> {
    const name = this.nameOf(record)
    if (!name) return
    this.all.delete(name)
    await this.shelf.remove([name])
  }

  close(): void {
    this.shelf.close()
  }

  private nameOf(record: string): string | null {
    for (const [name, d] of this.all) if (d.record === record) return name
    return null
  }
}

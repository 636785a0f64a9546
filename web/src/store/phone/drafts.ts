import type { Draft } from './recording'
import { Shelf } from './shelf'

/** The sealed drafts of a phone, one for each kind and what it is about. */
export class Drafts {
  private readonly all = new Map<string, Draft>()

  private constructor(private readonly shelf: Shelf) {}

  static async open(key: CryptoKey): Promise<Drafts> {
    const d = new Drafts(await Shelf.open('bamban-drafts', key))
    for (const name of await d.shelf.names()) d.all.set(name, (await d.shelf.get(name)) as unknown as Draft)
    return d
  }

  list(): Draft[] {
    return [...this.all.values()]
  }

  find(kind: string, about: string, corrects: string): Draft | null {
    return this.list().find((d) => d.kind === kind && d.about === about && d.corrects === corrects) ?? null
  }

  async keep(d: Draft): Promise<void> {
    const name = this.nameOf(d.record) ?? Shelf.newName()
    this.all.set(name, d)
    await this.shelf.put(name, d)
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

import { excess, queue, type FileMeta } from '../../core/media/queue'
import { DiskFull } from '../database'
import type { Ballast } from './ballast'
import { Shelf } from './shelf'

/** What must stay free for words when a photo is kept: a year of visits. */
export const reserve = 40 * 1_000_000
/** How much of what the server has too is kept to be looked at again. */
const cacheBound = 60 * 1_000_000

/** No room for a photo; there is still room for words. */
export class NoRoom extends Error {}

/** The sealed photos, recordings and signatures of a phone, found by their digest. */
export class Files {
  private readonly metas = new Map<string, { name: string; meta: FileMeta }>()

  private constructor(
    private readonly bytesOf: Shelf,
    private readonly about: Shelf,
    private readonly ballast: Pick<Ballast, 'held'>,
  ) {}

  static async open(key: CryptoKey, ballast: Pick<Ballast, 'held'>): Promise<Files> {
    const f = new Files(await Shelf.open('bamban-files', key), await Shelf.open('bamban-files-about', key), ballast)
    for (const name of await f.about.names()) {
      const meta = (await f.about.get(name)) as unknown as FileMeta
      f.metas.set(meta.digest, { name, meta })
    }
    // Bytes whose description was never written: the app was killed in between.
    const known = new Set([...f.metas.values()].map((m) => m.name))
    const lost = (await f.bytesOf.names()).filter((n) => !known.has(n))
    if (lost.length > 0) await f.bytesOf.remove(lost)
    return f
  }

  /** Keeps a file; one that is there already is only used again. */
  async keep(bytes: Uint8Array<ArrayBuffer>, media: string, state: 'draft' | 'fetched'): Promise<FileMeta> {
    const digest = await digestOf(bytes)
    const was = this.metas.get(digest)
    if (was) return was.meta
    const { quota = Infinity, usage = 0 } = await navigator.storage.estimate()
    if (quota - usage - bytes.length < reserve || !(await this.ballast.held())) throw new NoRoom()
    const meta: FileMeta = { digest, size: bytes.length, media, state, used: Date.now(), upload: '', offset: 0, later: 0, text: {} }
    const name = Shelf.newName()
    try {
      await this.bytesOf.putBytes(name, bytes)
    } catch (e) {
      throw e instanceof DiskFull ? new NoRoom() : e
    }
    await this.about.put(name, meta)
    this.metas.set(digest, { name, meta })
    await this.trim()
    return meta
  }

  meta(digest: string): FileMeta | null {
    return this.metas.get(digest)?.meta ?? null
  }

  all(): FileMeta[] {
    return [...this.metas.values()].map((m) => m.meta)
  }

  /** What waits to be sent, in order. */
  queue(): FileMeta[] {
    return queue(this.all(), Date.now())
  }

  async bytes(digest: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const m = this.metas.get(digest)
    return m ? this.bytesOf.bytes(m.name) : null
  }

  /** Changes what is known of a file; it is on the disk when this resolves. */
  async set(digest: string, to: Partial<FileMeta>): Promise<void> {
    const m = this.metas.get(digest)
    if (!m) return
    m.meta = { ...m.meta, ...to }
    await this.about.put(m.name, m.meta)
  }

  /** Lets go of files, bytes after what is known of them. */
  async drop(digests: string[]): Promise<void> {
    const names = digests.flatMap((d) => this.metas.get(d)?.name ?? [])
    if (names.length === 0) return
    await this.about.remove(names)
    await this.bytesOf.remove(names)
    for (const d of digests) this.metas.delete(d)
  }

  close(): void {
    this.bytesOf.close()
    this.about.close()
  }

  private async trim(): Promise<void> {
    await this.drop(excess(this.all(), cacheBound).map((f) => f.digest))
  }
}

export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (b) => b.toString(16).padStart(2, '0')).join('')
}

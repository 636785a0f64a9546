import type { Json } from '../../core/decode'
import { openStore, result, written } from '../database'
import { Sealed } from '../seal/sealed'

const store = 'things'

/**
 * Sealed things by name in IndexedDB, in a database of their own. Names are random:
 * they tell nothing of what is inside, and a thing opens under its own name only.
 */
export class Shelf {
  private constructor(
    private readonly db: IDBDatabase,
    private readonly key: CryptoKey,
    private readonly place: string,
  ) {}

  static async open(place: string, key: CryptoKey): Promise<Shelf> {
    return new Shelf(await openStore(place, store), key, place)
  }

  static newName(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, '0')).join('')
  }

  /** The names of all that is there. */
  async names(): Promise<string[]> {
    return (await result(this.db.transaction(store).objectStore(store).getAllKeys())).map(String)
  }

  async bytes(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const piece = await result(this.db.transaction(store).objectStore(store).get(name) as IDBRequest<Uint8Array<ArrayBuffer> | undefined>)
    return piece ? this.sealed(name).open(piece) : null
  }

  async putBytes(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const piece = await this.sealed(name).seal(bytes)
    await written(this.db, store, (s) => s.put(piece, name))
  }

  async get(name: string): Promise<Json> {
    const piece = await result(this.db.transaction(store).objectStore(store).get(name) as IDBRequest<Uint8Array<ArrayBuffer> | undefined>)
    return piece ? (JSON.parse(await this.sealed(name).unpack(piece)) as Json) : null
  }

  async put(name: string, v: unknown): Promise<void> {
    const piece = await this.sealed(name).pack(JSON.stringify(v))
    await written(this.db, store, (s) => s.put(piece, name))
  }

  remove(names: string[]): Promise<void> {
    return written(this.db, store, (s) => {
      for (const n of names) s.delete(n)
    })
  }

  close(): void {
    this.db.close()
  }

  private sealed(name: string): Sealed {
    return new Sealed(this.key, `${this.place} ${name}`)
  }
}

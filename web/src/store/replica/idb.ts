import { openStore, result, written } from '../database'
import type { Journal } from './journal'

const store = 'pieces'

/** A journal in IndexedDB, in a database of its own. */
export class IdbJournal implements Journal {
  private constructor(private readonly db: IDBDatabase) {}

  static async open(name: string): Promise<IdbJournal> {
    return new IdbJournal(await openStore(name, store, { autoIncrement: true }))
  }

  async read(): Promise<Uint8Array<ArrayBuffer>[]> {
    return result(this.db.transaction(store).objectStore(store).getAll() as IDBRequest<Uint8Array<ArrayBuffer>[]>)
  }

  append(pieces: Uint8Array<ArrayBuffer>[]): Promise<void> {
    return written(this.db, store, (s) => {
      for (const p of pieces) s.add(p)
    })
  }

  replace(pieces: Uint8Array<ArrayBuffer>[]): Promise<void> {
    return written(this.db, store, (s) => {
      s.clear()
      for (const p of pieces) s.add(p)
    })
  }
}

import { DiskFull, type Journal } from './journal'

const store = 'pieces'

/** A journal in IndexedDB, in a database of its own. */
export class IdbJournal implements Journal {
  private constructor(private readonly db: IDBDatabase) {}

  static async open(name: string): Promise<IdbJournal> {
    const r = indexedDB.open(name, 1)
    r.onupgradeneeded = () => r.result.createObjectStore(store, { autoIncrement: true })
    return new IdbJournal(await result(r))
  }

  close(): void {
    this.db.close()
  }

  async read(): Promise<Uint8Array<ArrayBuffer>[]> {
    return result(this.db.transaction(store).objectStore(store).getAll() as IDBRequest<Uint8Array<ArrayBuffer>[]>)
  }

  append(pieces: Uint8Array<ArrayBuffer>[]): Promise<void> {
    return this.write((s) => {
      for (const p of pieces) s.add(p)
    })
  }

  replace(pieces: Uint8Array<ArrayBuffer>[]): Promise<void> {
    return this.write((s) => {
      s.clear()
      for (const p of pieces) s.add(p)
    })
  }

  /** Resolves when the transaction is on the disk and not only on its way. */
  private write(f: (s: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const t = this.db.transaction(store, 'readwrite', { durability: 'strict' })
      t.oncomplete = () => resolve()
      t.onabort = () => reject(t.error?.name === 'QuotaExceededError' ? new DiskFull() : (t.error ?? new Error('the journal refused')))
      f(t.objectStore(store))
    })
  }
}

function result<T>(r: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    r.onsuccess = () => resolve(r.result)
    r.onerror = () => reject(r.error ?? new Error('the browser refused its database'))
  })
}

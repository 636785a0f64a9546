const store = 'box'

/** A few small things by name in IndexedDB: the keyring, and who this phone is, sealed. */
export class Box {
  private constructor(private readonly db: IDBDatabase) {}

  static async open(name: string): Promise<Box> {
    const r = indexedDB.open(name, 1)
    r.onupgradeneeded = () => r.result.createObjectStore(store)
    return new Box(await done(r))
  }

  async get(name: string): Promise<unknown> {
    return done(this.db.transaction(store).objectStore(store).get(name) as IDBRequest<unknown>)
  }

  put(name: string, value: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      const t = this.db.transaction(store, 'readwrite', { durability: 'strict' })
      t.oncomplete = () => resolve()
      t.onabort = () => reject(t.error ?? new Error('the browser refused to keep it'))
      t.objectStore(store).put(value, name)
    })
  }
}

function done<T>(r: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    r.onsuccess = () => resolve(r.result)
    r.onerror = () => reject(r.error ?? new Error('the browser refused its database'))
  })
}

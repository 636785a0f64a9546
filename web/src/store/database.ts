/** IndexedDB as promises: one object store to a database, writes that are on the disk. */

export async function openStore(name: string, store: string, options?: IDBObjectStoreParameters): Promise<IDBDatabase> {
  const r = indexedDB.open(name, 1)
  r.onupgradeneeded = () => r.result.createObjectStore(store, options)
  return result(r)
}

export function result<T>(r: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    r.onsuccess = () => resolve(r.result)
    r.onerror = () => reject(r.error ?? new Error('the browser refused its database'))
  })
}

/** Resolves when what f writes is on the disk and not only on its way. */
export function written(db: IDBDatabase, store: string, f: (s: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const t = db.transaction(store, 'readwrite', { durability: 'strict' })
    t.oncomplete = () => resolve()
    t.onabort = () => reject(t.error?.name === 'QuotaExceededError' ? new DiskFull() : (t.error ?? new Error('the browser refused to keep it')))
    f(t.objectStore(store))
  })
}

/** The disk is full: nothing was kept. */
export class DiskFull extends Error {}

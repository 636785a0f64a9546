import { openStore, result, written } from '../database'

const store = 'box'

/** A few small things by name in IndexedDB: the keyring, and who this phone is, sealed. */
export class Box {
  private constructor(private readonly db: IDBDatabase) {}

  static async open(name: string): Promise<Box> {
    return new Box(await openStore(name, store))
  }

  async get(name: string): Promise<unknown> {
    return result(this.db.transaction(store).objectStore(store).get(name) as IDBRequest<unknown>)
  }

  /** Puts things, all or none. */
  putAll(things: Record<string, unknown>): Promise<void> {
    return written(this.db, store, (s) => {
      for (const [name, value] of Object.entries(things)) s.put(value, name)
    })
  }

  put(name: string, value: unknown): Promise<void> {
    return written(this.db, store, (s) => s.put(value, name))
  }
}

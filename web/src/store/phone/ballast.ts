import { DiskFull, openStore, result, written } from '../database'
import type { Journal } from '../replica/journal'

const store = 'weight'
const name = 'ballast'
const pieceBytes = 64 * 1024

/** How much stands by for words: a year of visits, several times over. */
export const ballastBytes = 8 * 1024 * 1024

/**
 * Room that is held for words while there is any: browsers no longer tell truly how
 * much is left, so it is taken beforehand, and thrown off when the disk is full.
 * While it can't be had, photos are refused.
 */
export class Ballast {
  private constructor(private readonly db: IDBDatabase) {}

  static async open(): Promise<Ballast> {
    return new Ballast(await openStore('bamban-ballast', store))
  }

  /** Whether the room is held; takes it where it isn't. */
  async held(bytes = ballastBytes): Promise<boolean> {
    const n = await result(this.db.transaction(store).objectStore(store).count(name))
    if (n > 0) return true
    const weight = new Uint8Array(bytes) // noise, which no disk makes smaller
    for (let at = 0; at < bytes; at += pieceBytes) crypto.getRandomValues(weight.subarray(at, at + pieceBytes))
    try {
      await written(this.db, store, (s) => s.put(weight, name))
      return true
    } catch (e) {
      if (e instanceof DiskFull) return false
      throw e
    }
  }

  /** Throws it off; false where there was none. */
  async drop(): Promise<boolean> {
    if ((await result(this.db.transaction(store).objectStore(store).count(name))) === 0) return false
    await written(this.db, store, (s) => s.delete(name))
    return true
  }
}

/** How often a write is tried after room was made: the browser frees it in its own time. */
const tries = 10
const between = 200

/** A journal whose writes may have the room that is held for words. */
export class RoomyJournal implements Journal {
  constructor(
    private readonly journal: Journal,
    private readonly ballast: Pick<Ballast, 'drop'>,
    private readonly pause: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
  ) {}

  read(): Promise<Uint8Array<ArrayBuffer>[]> {
    return this.journal.read()
  }

  append(pieces: Uint8Array<ArrayBuffer>[]): Promise<void> {
    return this.roomy(() => this.journal.append(pieces))
  }

  replace(pieces: Uint8Array<ArrayBuffer>[]): Promise<void> {
    return this.roomy(() => this.journal.replace(pieces))
  }

  private async roomy(write: () => Promise<void>): Promise<void> {
    for (let i = 0; ; i++) {
      try {
        await write()
        return
      } catch (e) {
        if (!(e instanceof DiskFull) || i > tries || (i === 0 && !(await this.ballast.drop()))) throw e
        if (i > 0) await this.pause(between)
      }
    }
  }
}

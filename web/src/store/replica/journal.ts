/**
 * Where a replica's journal lies: pieces of bytes in the order in which they were
 * appended. A replica is what its journal says, from the first piece to the last.
 * Every implementation passes contract.ts.
 */
export interface Journal {
  /** Every piece, in order. */
  read(): Promise<Uint8Array<ArrayBuffer>[]>
  /** Adds pieces, all or none; they survive the moment at which this resolves. */
  append(pieces: Uint8Array<ArrayBuffer>[]): Promise<void>
  /** Puts pieces in the place of all that there are, all or none. */
  replace(pieces: Uint8Array<ArrayBuffer>[]): Promise<void>
}

/** A journal that lives as long as its page: tests, and the simulator's phones. */
export class MemoryJournal implements Journal {
  private pieces: Uint8Array<ArrayBuffer>[] = []

  read(): Promise<Uint8Array<ArrayBuffer>[]> {
    return Promise.resolve(this.pieces.map((p) => p.slice()))
  }

  append(pieces: Uint8Array<ArrayBuffer>[]): Promise<void> {
    this.pieces.push(...pieces.map((p) => p.slice()))
    return Promise.resolve()
  }

  replace(pieces: Uint8Array<ArrayBuffer>[]): Promise<void> {
    this.pieces = pieces.map((p) => p.slice())
    return Promise.resolve()
  }
}

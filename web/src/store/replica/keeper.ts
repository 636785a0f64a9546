import type { Keeper } from './device'
import type { Journal } from './journal'
import type { Entry, Replica } from './replica'

/** Turns what is kept into what lies on disk, and back; sealed.ts makes it unreadable. */
export interface Codec {
  pack(text: string): Promise<Uint8Array<ArrayBuffer>>
  unpack(piece: Uint8Array<ArrayBuffer>): Promise<string>
}

/** After so many pieces the journal is written anew as what it amounts to. */
const compactAt = 600

/** Keeps a replica's entries in a journal, one piece for those that belong together. */
export class JournalKeeper implements Keeper {
  private pieces = 0

  constructor(
    private readonly journal: Journal,
    private readonly codec: Codec,
  ) {}

  async keep(entries: Entry[]): Promise<void> {
    await this.journal.append([await this.codec.pack(JSON.stringify(entries))])
    this.pieces++
  }

  /** Wakes a replica: it becomes what the journal says. */
  async wake(replica: Replica): Promise<void> {
    const pieces = await this.journal.read()
    this.pieces = pieces.length
    for (const p of pieces) for (const e of JSON.parse(await this.codec.unpack(p)) as Entry[]) replica.step(completed(e))
  }

  /** Writes the journal anew where it has grown long, or has what was erased; nothing may be kept meanwhile. */
  async compact(replica: Replica, at = compactAt): Promise<boolean> {
    if (this.pieces < at && !replica.soiled) return false
    const pieces = await Promise.all(replica.snapshot().map(async (e) => this.codec.pack(JSON.stringify([e]))))
    await this.journal.replace(pieces)
    this.pieces = pieces.length
    replica.soiled = false
    return true
  }
}

/** What was kept by a build that did not know all of today's members yet: a page had nothing to say of what was erased. */
function completed(e: Entry): Entry {
  return e.t === 'page' ? { ...e, page: { ...unsaid, ...e.page } } : e
}

const unsaid = { erased: [], scrub: false }

/** Plain text: for tests and the simulator, never for a phone. */
export const plain: Codec = {
  pack: (text) => Promise.resolve(new TextEncoder().encode(text)),
  unpack: (piece) => Promise.resolve(new TextDecoder().decode(piece)),
}

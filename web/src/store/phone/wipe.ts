import { speechCache } from '../../core/speech'
import { openStore, written } from '../database'

/** The phone's databases, each with its store, but the one that says what it is. */
const holdings: [name: string, store: string, options?: IDBObjectStoreParameters][] = [
  ['bamban-journal', 'pieces', { autoIncrement: true }],
  ['bamban-files', 'things'],
  ['bamban-files-about', 'things'],
  ['bamban-drafts', 'things'],
  ['bamban-settings', 'things'],
  ['bamban-ballast', 'weight'],
  ['bamban-maps', 'things'],
  ['bamban-tiles', 'things'],
  ['bamban-hints', 'things'],
]

/** Empties all that the phone held. */
export async function wipe(): Promise<void> {
  for (const [name, store, options] of holdings) {
    const db = await openStore(name, store, options)
    await written(db, store, (s) => s.clear())
    db.close()
  }
  await caches.delete(speechCache)
}

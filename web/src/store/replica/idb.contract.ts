import { journalContract } from './contract'
import { IdbJournal } from './idb'

/** Runs the contract of journals in the browser that this is loaded into; the end-to-end tests do. */
export async function run(): Promise<void> {
  const name = `contract-${Date.now()}`
  await journalContract(() => IdbJournal.open(name))
}

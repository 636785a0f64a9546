/** What the page asks of files of unsent work, and is told. */
import type { Carried, Written } from './carrier'

/** What a file of unsent work is to hold: photos make it large. */
export type BundleWhat = 'all' | 'words'

/** Which file of a set: the next, the first of a new set, or one that was written before. */
export type BundlePart = 'next' | 'first' | number

/** How files of unsent work stand. */
export interface BundleState {
  /** The phone knows its server's key, so it can write one. */
  ready: boolean
  written: Written | null
  carried: Carried[]
  /** The files of the set under way whose photos still wait to be sent. */
  parts: { part: number; at: number; files: number; bytes: number }[]
  /** Photos and recordings that are in none of them, and how many files those take. */
  left: { files: number; bytes: number; parts: number }
}

/** A file of this phone's unsent work. */
export interface WrittenBundle {
  name: string
  bytes: Uint8Array<ArrayBuffer>
  changes: number
  files: number
  /** Which file of how many; 0 without photos. */
  part: number
  of: number
  note: LeftBundle
}

/** What the phone remembers of a file once it has left the app. */
export interface LeftBundle {
  /** The number of the last change in it; 0 where it has none. */
  upTo: number
  set: number
  part: number
  digests: string[]
}

export interface BundleCalls {
  /** How they stand where a file is at most so many bytes. */
  bundles: { args: [most: number]; gives: BundleState }
  writeBundle: { args: [what: BundleWhat, most: number, part: BundlePart]; gives: WrittenBundle }
  /** Notes that a file has left the app. */
  bundleWritten: { args: [note: LeftBundle]; gives: null }
  carry: { args: [file: Blob]; gives: null }
  dropCarried: { args: [id: string]; gives: null }
  /** Hands a file that was not taken in again. */
  retryCarried: { args: [id: string]; gives: null }
}

const calls = ['bundles', 'writeBundle', 'bundleWritten', 'carry', 'dropCarried', 'retryCarried'] as const satisfies (keyof BundleCalls)[]

/** Whether a call of the page is about files of unsent work. */
export function isBundling(call: string): call is keyof BundleCalls {
  return calls.some((c) => c === call)
}

/** What the page asks the recorder for, and is told. */
import type { Json } from '../../core/decode'
import type { Taken } from '../../core/media/exif'
import type { FileMeta, Held, Link, LinkRules } from '../../core/media/queue'
import type { Write } from '../replica/device'
import type { Wrote } from './history'

/** Something that is being written down and not saved yet. It survives the app's end. */
export interface Draft {
  /** The id that the record will have. */
  record: string
  kind: string
  /** The record that it is about, e.g. the household of a visit; "" for none. */
  about: string
  /** The record that it corrects; "" for none. */
  corrects: string
  /** When it was begun; 0 for one that isn't kept yet. */
  at: number
  /** What the screen keeps in it. */
  body: Json
  /** Files that it holds, by digest. */
  files: string[]
}

/** A file that was just taken. */
export interface Kept {
  meta: FileMeta
  taken: Taken
}

/** A file's bytes, for the eye or the ear. */
export interface Looked {
  bytes: Uint8Array<ArrayBuffer>
  media: string
}

/** How the photos and recordings of this phone stand. */
export interface FilesStatus {
  waiting: number
  /** Of those that wait, still to be sent. */
  bytes: number
  /** Something may leave now. */
  ready: boolean
  refused: { digest: string; text: Record<string, string> }[]
  /** Why those that wait stay for now. */
  held: Held
  link: Link
  rules: LinkRules
  /** What went over networks that aren't Wi-Fi today, in bytes. */
  spent: number
  /** How much of the file that is on its way has arrived, from 0 to 1; null for none. */
  progress: number | null
}

export interface RecordingCalls {
  draft: { args: [kind: string, about: string, corrects: string]; gives: Draft }
  drafts: { args: []; gives: Draft[] }
  keepDraft: { args: [draft: Draft]; gives: null }
  dropDraft: { args: [record: string]; gives: null }
  keepPhoto: { args: [file: Blob]; gives: Kept }
  keepMade: { args: [what: 'signature' | 'voice', bytes: Uint8Array<ArrayBuffer>]; gives: Kept }
  look: { args: [digest: string]; gives: Looked | null }
  fileOf: { args: [digest: string]; gives: FileMeta | null }
  record: { args: [writes: Write[], draft: string]; gives: null }
  history: { args: [kind: string, id: string]; gives: Wrote[] }
  newIds: { args: [n: number]; gives: string[] }
  filesStatus: { args: []; gives: FilesStatus }
  setLinkRules: { args: [rules: LinkRules]; gives: null }
}

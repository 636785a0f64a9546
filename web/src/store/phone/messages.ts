/** What the phone's page and its worker say to each other. */
import type { Json } from '../../core/decode'
import type { Budget } from '../../core/sync/wire'
import type { Attention } from './attention'
import type { Canary } from './canary'
import type { BundleCalls } from './bundling'
import type { Written } from './carrier'
import type { Home } from './homes'
import type { MapCalls } from './mapping'
import type { RecordingCalls } from './recording'
import type { SealedNote } from './way'

/** A record as the phone shows it. */
export interface Row {
  id: string
  kind: string
  /** Cells by name as they show; unset ones are absent. */
  v: Record<string, Json>
  /** Changes of this phone that the server has not acknowledged. */
  waiting: number
  /** The latest write to it, in Unix milliseconds. */
  at: number
}

export interface Status {
  user: string
  unsent: number
  /** When the oldest of those was written, in Unix milliseconds; 0 for none. */
  oldest: number
  records: number
  /** When the last meeting came to its end; 0 for never. */
  met: number
  syncing: boolean
  attention: Attention[]
  /** The memory went back in time: how many changes it is known to lack, and the file that may have them; null where it didn't. */
  back: Back | null
}

export interface Back {
  missing: number
  bundled: Written | null
}

export type Stage = { stage: 'none' } | { stage: 'locked'; wait: number; left: number; closed: boolean; passkeys: string[] } | { stage: 'sealed'; note: SealedNote } | { stage: 'lost'; canary: Canary } | { stage: 'open' }

/** Why something was not done: a code, and words where the server gave them. */
export interface Problem {
  code: string
  text: Record<string, string>
  /** Of a wrong PIN: tries left; of a wait: until when. */
  n: number
}

export interface Calls extends RecordingCalls, MapCalls, BundleCalls {
  stage: { args: []; gives: Stage }
  enrol: { args: [code: string, pin: string]; gives: null }
  /** What the page remembers outside the phone's databases; told before anything is asked. */
  canary: { args: [known: Canary | null]; gives: null }
  /** Takes a new code over what the phone holds: nothing that is unsent is lost. */
  enrolAnew: { args: [code: string, pin: string]; gives: null }
  unlock: { args: [pin: string]; gives: null }
  /** Lets a passkey of this phone open it too; the PIN proves who asks. */
  addPasskey: { args: [pin: string, credential: string, prf: ArrayBuffer]; gives: null }
  unlockByPasskey: { args: [credential: string, prf: ArrayBuffer]; gives: null }
  passkeys: { args: []; gives: string[] }
  dropPasskeys: { args: []; gives: null }
  /** Opens a closed phone by a code of the station, under a new PIN. */
  reopen: { args: [code: string, pin: string]; gives: null }
  /** Asks the server, while the phone is locked, whether it is still of the unit. */
  knock: { args: []; gives: null }
  /** Begins anew after the phone sealed itself with nothing left on it. */
  beginAnew: { args: []; gives: null }
  lock: { args: []; gives: null }
  sync: { args: []; gives: null }
  status: { args: []; gives: Status }
  list: { args: [kind: string]; gives: Row[] }
  homes: { args: []; gives: Home[] }
  /** The units that may have recorded somebody already whom this phone must not know. */
  like: { args: [name: string, born: string]; gives: string[] }
  putAway: { args: [n: number, away: boolean]; gives: null }
  get: { args: [kind: string, id: string]; gives: Row | null }
  write: { args: [kind: string, id: string, fields: Record<string, Json>]; gives: string }
  budget: { args: []; gives: Budget | null }
  /** Fetches recordings of texts ahead of use, those of a language first; gives how many came. */
  fetchSpeech: { args: [language: string]; gives: number }
}

export type Name = keyof Calls

export interface Ask {
  id: number
  call: Name
  args: unknown[]
}

export type Told = { id: number; gives: unknown } | { id: number; problem: Problem } | { event: 'changed' } | { event: 'files' } | { event: 'canary'; canary: Canary | null } | { event: 'progress'; pushed: number; toPush: number; pages: number; records: number }

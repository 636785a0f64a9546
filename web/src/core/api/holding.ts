/** What phones hold, as the desk's API tells it (internal/api/holding.go). */
import { bool, dict, list, num, object, str, type Decoder } from '../decode'

/** How a device stood when it last met the server. */
interface Stand {
  id: string
  name: string
  user: string
  status: string
  /** 0 for not since it declares. */
  met: number
  unsent: number
  about: string[]
}

const stand = { id: str, name: str, user: str, status: str, met: num, unsent: num, about: list(str) }

type Refs = Record<string, { kind: string; title: string }>
const refs: Decoder<Refs> = dict(object<Refs[string]>({ kind: str, title: str }))

/** A memory that a phone lost, against what has arrived since. */
export interface Loss {
  at: number
  cause: string
  last: number
  have: number
  missing: number
}

const loss = object<Loss>({ at: num, cause: str, last: num, have: num, missing: num })

export interface Holds extends Stand {
  households: string[]
  homes: number
  areas: string[]
  lost: Loss | null
  refs: Refs
}

export const holds: Decoder<Holds> = object<Holds>({ ...stand, households: list(str), homes: num, areas: list(str), lost: (v, path) => (v === null ? null : loss(v, path)), refs })

export interface Holder extends Stand {
  /** Its user has the household no more: it sends what it has, then forgets it. */
  leaves: boolean
}

export interface Holders {
  devices: Holder[]
  refs: Refs
}

export const holders: Decoder<Holders> = object<Holders>({ devices: list(object<Holder>({ ...stand, leaves: bool })), refs })

/** A phone that lost its memory and needs somebody. */
export interface LostDevice {
  id: string
  name: string
  user: string
  loss: Loss
}

export interface Losses {
  devices: LostDevice[]
  refs: Refs
}

export const losses: Decoder<Losses> = object<Losses>({ devices: list(object<LostDevice>({ id: str, name: str, user: str, loss })), refs })

/** What a user's part costs a phone. */
export interface Cost {
  records: number
  bytes: number
  seconds: Record<string, number>
  max: number
  over: boolean
}

export const cost: Decoder<Cost> = object<Cost>({ records: num, bytes: num, seconds: dict(num), max: num, over: bool })

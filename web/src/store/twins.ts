import { bool, dict, json, list, object, str, type Decoder } from '../core/decode'
import { refs } from '../core/api/decoders'
import type { Refs, Row } from '../core/api/types'
import { get, send } from './client'
import { learn, learnOne, turnover, writes } from './records'

/** One record of a pair; of one out of my reach only the unit that keeps it. */
export interface Side {
  open: boolean
  row: Row | null
  unit: string
}

export interface Decision {
  status: string
  why: string
  by: string
  unit: string
  on: string
  picked: string[]
}

/** Two records that may be of one person, and what agrees between them. */
export interface Pair {
  id: string
  grade: string
  agree: string[]
  older: Side
  newer: Side
  decision: Decision | null
  may: { propose: boolean; decide: boolean }
}

export interface Pairs {
  pairs: Pair[]
  /** Where to go on; a page may be empty and not the last. */
  next: string
}

const row = object<Row>({ kind: str, id: str, title: str, area: str, v: dict(json), hidden: list(str), child: bool, deleted: bool, conflict: bool })
const orNull =
  <T>(one: Decoder<T>): Decoder<T | null> =>
  (v, path) =>
    v === null || v === undefined ? null : one(v, path)
const sideShape = { open: bool, row: orNull(row), unit: str }
const decision = object<Decision>({ status: str, why: str, by: str, unit: str, on: str, picked: list(str) })
const pair = object<Pair>({
  id: str,
  grade: str,
  agree: list(str),
  older: object<Side>(sideShape),
  newer: object<Side>(sideShape),
  decision: orNull(decision),
  may: object<Pair['may']>({ propose: bool, decide: bool }),
})
const pairsShape = { pairs: list(pair), refs, next: str }
const pairs = object<Pairs & { refs: Refs }>(pairsShape)

function taken<T extends { refs: Refs; pairs: Pair[] }>(found: T): T {
  learn(found.refs)
  for (const p of found.pairs) for (const s of [p.older, p.newer]) if (s.row) learnOne(s.row.id, 'person', s.row.title)
  return found
}

/** What is asked of the list: the state ('' is open), the area and whether the less likely are shown too. */
export interface Ask {
  state: string
  area: string
  grade: string
}

export async function listPairs(ask: Ask, after: string, signal?: AbortSignal): Promise<Pairs> {
  const q = new URLSearchParams(Object.entries({ ...ask, after, limit: '50' }).filter(([, v]) => v !== ''))
  return taken(await get(`/twins?${q.toString()}`, pairs, signal))
}

export interface PersonTwins extends Pairs {
  leadsTo: string
  kept: string
  /** Whom to ask, where the kept record is out of my reach. */
  unit: string
  /** All records of the person, the kept one first. */
  records: string[]
}

const personTwins = object<PersonTwins & { refs: Refs }>({ ...pairsShape, leadsTo: str, kept: str, unit: str, records: list(str) })

export async function twinsOf(person: string, signal?: AbortSignal): Promise<PersonTwins> {
  return taken(await get(`/people/${encodeURIComponent(person)}/twins`, personTwins, signal))
}

const at = (person: string, id: string): string => `/people/${encodeURIComponent(person)}/twins/${encodeURIComponent(id)}`

export async function onePair(person: string, id: string, signal?: AbortSignal): Promise<Pair | undefined> {
  return taken(await get(at(person, id), pairs, signal)).pairs[0]
}

/** Proposes a pair, decides about it, or takes the decision back. */
export async function decidePair(person: string, id: string, body: { status: string; why: string; picked: string[] }): Promise<Pair | undefined> {
  const found = taken(await send('POST', at(person, id), body, pairs))
  writes.value += 1
  turnover.value += 1
  return found.pairs[0]
}

export interface Alike extends Side {
  grade: string
  agree: string[]
}

/** Who may be recorded already, of somebody who is about to be. */
export async function recordedAlready(body: { name: string; born: string; sex: string; household: string }): Promise<Alike[]> {
  const shape = object<{ found: Alike[]; refs: Refs }>({ found: list(object<Alike>({ ...sideShape, grade: str, agree: list(str) })), refs })
  const { found, refs: names } = await send('POST', '/twins/like', body, shape)
  learn(names)
  for (const f of found) if (f.row) learnOne(f.row.id, 'person', f.row.title)
  return found
}

import { list, num, object, str } from '../core/decode'
import { refs, text } from '../core/api/decoders'
import type { Text } from '../core/api/types'
import { get } from './client'
import { learn } from './records'

/** Households counted: homes = seen + late + never; nobody of them have no officer. */
export interface Tally {
  homes: number
  seen: number
  late: number
  never: number
  nobody: number
}

export interface Cover {
  day: string
  all: Tally
  officers: { user: string; tally: Tally; least: number; most: number }[]
  villages: { area: string; tally: Tally }[]
  waiting: { id: string; area: string; officer: string; seen: string; due: string }[]
  motto: { code: string; label: Text; help: Text; figures: string[] }[]
}

const tally = object<Tally>({ homes: num, seen: num, late: num, never: num, nobody: num })

const cover = object<Cover & { refs: Record<string, { kind: string; title: string }> }>({
  day: str,
  all: tally,
  officers: list(object<Cover['officers'][number]>({ user: str, tally, least: num, most: num })),
  villages: list(object<Cover['villages'][number]>({ area: str, tally })),
  waiting: list(object<Cover['waiting'][number]>({ id: str, area: str, officer: str, seen: str, due: str })),
  motto: list(object<Cover['motto'][number]>({ code: str, label: text, help: text, figures: list(str) })),
  refs,
})

/** Who of an area is seen, late or never visited; '' is all that is mine. */
export async function coverOf(area: string, signal?: AbortSignal): Promise<Cover> {
  const found = await get(`/coverage${area ? `?area=${area}` : ''}`, cover, signal)
  learn(found.refs)
  return found
}

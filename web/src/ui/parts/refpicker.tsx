import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import * as d from '../../core/api/decoders'
import type { Hit } from '../../core/api/types'
import { label, onMap, placeName } from '../../core/areas'
import { matches } from '../../core/fold'
import { get } from '../../store/client'
import { today } from '../../store/clock'
import { learnOne, listRecords } from '../../store/records'
import { book, inMyCare, unitName } from '../../store/session'
import { Combo, type Option } from './combo'
import { useFetched, useSettled } from './use'
import { refText, titleText } from './value'

interface Props {
  id: string
  kinds: string[]
  value: string
  onPick: (id: string, hit?: Hit) => void
  onClear?: (() => void) | undefined
  invalid?: boolean
  describedBy?: string | undefined
  autofocus?: boolean
}

/** Chooses a record of the given kinds by searching for it; areas and units come from memory. */
export function RefPicker(p: Props): JSX.Element {
  const only = p.kinds[0]
  if (p.kinds.length === 1 && only === 'area') return <AreaCombo {...p} />
  if (p.kinds.length === 1 && only === 'unit') return <UnitCombo {...p} />
  return <SearchCombo {...p} />
}

const shown = (id: string): string => (id ? refText(id) : '')

function SearchCombo(p: Props): JSX.Element {
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim(), 120)
  const found = useFetched(`${p.kinds.join(',')}?${q}`, (signal) => find(p.kinds, q, signal))
  const hits = found.data ?? []
  const options = hits.map((h) => ({
    id: h.id,
    text: titleText(h.kind, h.title),
    note: h.area ? placeName(book().areas, h.area) : '',
  }))
  const pick = (o: Option): void => {
    const hit = hits.find((h) => h.id === o.id)
    if (hit) learnOne(hit.id, hit.kind, hit.title)
    p.onPick(o.id, hit)
  }
  return <Combo {...p} shown={shown(p.value)} options={options} onType={setTyped} onPick={pick} busy={!found.data} />
}

/** Hits of a search; with nothing typed yet, the first few of the kind. */
async function find(kinds: string[], q: string, signal: AbortSignal): Promise<Hit[]> {
  if (q) return (await get(`/search?${new URLSearchParams({ q, kind: kinds.join(','), limit: '12' }).toString()}`, d.hits, signal)).hits
  const kind = kinds[0]
  if (!kind) return []
  const page = await listRecords(kind, new URLSearchParams({ limit: '8' }), signal)
  return page.rows.map((r) => ({ kind, id: r.id, title: r.title, area: r.area, child: r.child }))
}

const levels = ['village', 'commune', 'district', 'province']

function AreaCombo(p: Props): JSX.Element {
  const [typed, setTyped] = useState('')
  const { areas } = book()
  const mine = useMemo(() => new Set([...areas.byId.keys()].filter(inMyCare)), [areas])
  const options: Option[] = [...areas.byId.values()]
    .filter((a) => onMap(a, today()) && matches(placeName(areas, a.id), typed))
    .sort((a, b) => Number(mine.has(b.id)) - Number(mine.has(a.id)) || levels.indexOf(a.level) - levels.indexOf(b.level) || a.name.localeCompare(b.name, 'vi'))
    .slice(0, 40)
    .map((a) => ({ id: a.id, text: label(a), note: placeName(areas, a.parent) }))
  return <Combo {...p} shown={p.value ? placeName(areas, p.value) : ''} options={options} onType={setTyped} onPick={(o) => p.onPick(o.id)} />
}

function UnitCombo(p: Props): JSX.Element {
  const [typed, setTyped] = useState('')
  const options: Option[] = [...book().units.values()]
    .filter((u) => matches([u.name, ...u.aliases].join(' '), typed))
    .slice(0, 40)
    .map((u) => ({ id: u.id, text: unitName(u) }))
  return <Combo {...p} shown={shown(p.value)} options={options} onType={setTyped} onPick={(o) => p.onPick(o.id)} />
}

import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Cell } from '../../core/sheet'
import { asFault, type Fault } from '../../store/client'
import { writes } from '../../store/records'
import { go, link, place } from '../../store/router'
import { listPairs, type Ask, type Pair } from '../../store/twins'
import { communes } from '../area/communes'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { gather, TakeRows } from '../parts/tabled'
import { useFetched, useTitle } from '../parts/use'
import { Select } from '../program/parts'
import { PairPage } from './pair'
import { Agreeing, pairLink, sideCells, SideLine } from './parts'
import { agreeing, say } from './texts'
import '../css/twin.css'

/** The pairs of records that may be of one person; or one of them, side by side. */
export function TwinScreen({ person, pair }: { person: string; pair: string }): JSX.Element {
  if (person && pair) return <PairPage person={person} id={pair} key={pair} />
  return <List />
}

const states = ['', 'proposed', 'same', 'different', 'taken_back'] as const

function List(): JSX.Element {
  useTitle(say('title'))
  const q = place.value.query
  const ask: Ask = { state: q.get('state') ?? '', area: q.get('area') ?? '', grade: q.get('grade') ?? '' }
  const at = (next: Partial<Ask>): string => link('/twins', { ...ask, ...next })
  return (
    <div class="page board">
      <header>
        <h1>{say('title')}</h1>
        <div class="acts">
          <TakeRows name={say('title')} kind="person" rows={() => cellsOf(ask)} />
        </div>
      </header>
      <p class="help">{say('lead')}</p>
      <div class="pairfilters">
        <nav class="segments" aria-label={say('decide')}>
          {states.map((s) => (
            <a key={s} href={at({ state: s })} aria-current={ask.state === s ? 'page' : undefined}>
              {say(`state.${s}`)}
            </a>
          ))}
        </nav>
        <Select label={say('area')} value={ask.area} empty={say('area.all')} options={communes()} onChange={(v) => go(at({ area: v }), { replace: true })} />
        {ask.state === '' && (
          <label class="check">
            <input type="checkbox" checked={ask.grade === 'possible'} onChange={(e) => go(at({ grade: e.currentTarget.checked ? 'possible' : '' }), { replace: true })} /> {say('possible')}
          </label>
        )}
      </div>
      <Pages ask={ask} key={`${ask.state}/${ask.area}/${ask.grade}/${writes.value}`} />
    </div>
  )
}

/** Every pair that the list shows, a row each; of a record out of reach only whom to ask. */
async function cellsOf(ask: Ask): Promise<Cell[][]> {
  const pairs = await gather(async (after) => {
    const p = await listPairs(ask, after)
    return { rows: p.pairs, next: p.next }
  })
  const side = (which: string): string[] => [which, `${which} · ${say('f.born')}`, `${which} · ${say('f.place')}`]
  const header = [...side(say('f.older')), ...side(say('f.newer')), say('f.agree'), say('f.state')]
  return [header, ...pairs.map((p): Cell[] => [...sideCells(p.older), ...sideCells(p.newer), agreeing(p.agree).join(', '), stateWord(p)])]
}

function stateWord(p: Pair): string {
  const s = states.find((x) => x !== '' && x === p.decision?.status)
  return say(`state.${s ?? ''}`)
}

/** Pages one after the other; "look further" adds the next. */
function Pages({ ask }: { ask: Ask }): JSX.Element {
  const [more, setMore] = useState<Pair[]>([])
  const [next, setNext] = useState<string | null>(null)
  const [fault, setFault] = useState<Fault | null>(null)
  const [busy, setBusy] = useState(false)
  const first = useFetched('first', (s) => listPairs(ask, '', s))
  const all = [...(first.data?.pairs ?? []), ...more]
  useArrows(all.length)
  if (first.fault) return <Failed fault={first.fault} again={first.again} />
  if (!first.data) return <Loading />
  const after = next ?? first.data.next
  const onward = (): void => {
    setBusy(true)
    listPairs(ask, after)
      .then((p) => {
        setMore((now) => [...now, ...p.pairs])
        setNext(p.next)
        setFault(null)
      })
      .catch((e: unknown) => setFault(asFault(e)))
      .finally(() => setBusy(false))
  }
  return (
    <>
      {all.length === 0 && <Empty>{after ? say('more.empty') : say('none')}</Empty>}
      <ul class="rel pairs">
        {all.map((p) => (
          <li key={p.id}>
            <a class="item" href={pairLink(p)}>
              <span class="grow two">
                <SideLine side={p.older} />
                <SideLine side={p.newer} />
              </span>
              {p.decision?.status === 'proposed' && ask.state === '' && <span class="tag due">{say('state.proposed')}</span>}
              <Agreeing codes={p.agree} older={p.older} newer={p.newer} />
            </a>
          </li>
        ))}
      </ul>
      {fault && <Failed fault={fault} />}
      {after && (
        <p class="row foot">
          <button type="button" class="btn" disabled={busy} onClick={onward}>
            <Icon name="search" /> {say('more')}
          </button>
        </p>
      )}
    </>
  )
}

/** j and k, or the arrows, go from pair to pair. */
function useArrows(rows: number): void {
  useEffect(() => {
    const keys = (e: KeyboardEvent): void => {
      if (e.target instanceof HTMLInputElement || e.target instanceof HTMLSelectElement || e.ctrlKey || e.metaKey || e.altKey) return
      const step = e.key === 'j' || e.key === 'ArrowDown' ? 1 : e.key === 'k' || e.key === 'ArrowUp' ? -1 : 0
      if (!step) return
      const links = [...document.querySelectorAll<HTMLElement>('.pairs a')]
      const to = links[links.indexOf(document.activeElement as HTMLElement) + step] ?? (step > 0 ? links[0] : undefined)
      if (!to) return
      e.preventDefault()
      to.focus()
    }
    addEventListener('keydown', keys)
    return () => removeEventListener('keydown', keys)
  }, [rows])
}

import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { label } from '../../core/areas'
import { turnover } from '../../store/records'
import { book, may } from '../../store/session'
import { l } from '../../store/words'
import { askLink, askOf, fetchFigures, indicatorOf, type Ask } from '../figure/ask'
import { figureText, Reached } from '../figure/cell'
import { Bubbles } from '../figure/map'
import { say as figure } from '../figure/texts'
import { say } from '../money/texts'
import { useFetched } from '../parts/use'
import { Select } from '../program/parts'
import '../css/figure.css'

/** The year so far: figures against their targets, and one of them by commune on the map. */
export function Year(): JSX.Element | null {
  const ask = askOf(new URLSearchParams())
  const found = useFetched(`today/year/${turnover.value}`, async (s) => (ask ? fetchFigures(ask, '', s) : null))
  if (!ask || !found.data || found.data.counting || found.data.rows.length === 0) return null
  const { rows } = found.data
  const aimed = rows.filter((r) => r.total.target !== null)
  const counted = rows.filter((r) => r.total.v !== null && r.total.v > 0).map((r) => r.code)
  return (
    <>
      <section class="stack">
        <h2>{say('targets')}</h2>
        {aimed.length === 0 ? (
          <p class="quiet">
            {say('targets.none')} {may('target').create && <a href="/target/new">{say('targets.set')}</a>}
          </p>
        ) : (
          <ul class="feed">
            {aimed.map((r) => (
              <li key={r.code}>
                <a href={askLink(`/figure/${r.code}`, ask, { by: 'area' })} class="moneyrow">
                  <span class="row">
                    <span class="grow">{nameOf(r.code)}</span>
                    <span class="num small">
                      {r.total.v !== null && figureText(r.total.v)} / {r.total.target !== null && figureText(r.total.target)}
                    </span>
                  </span>
                  <Reached cell={r.total} />
                </a>
              </li>
            ))}
          </ul>
        )}
      </section>
      {counted.length > 0 && <ByCommune ask={ask} codes={counted} first={aimed.find((r) => counted.includes(r.code))?.code ?? (counted.includes('homes_handed_over') ? 'homes_handed_over' : (counted[0] ?? ''))} />}
    </>
  )
}

const nameOf = (code: string): string => {
  const i = indicatorOf(code)
  return i ? l(i.label) : code
}

/** One figure by commune: circles on the map, and a way to the table that says the same. */
function ByCommune({ ask, codes, first }: { ask: Ask; codes: string[]; first: string }): JSX.Element {
  const [code, setCode] = useState(first)
  const asked = { ...ask, by: 'area', dim: '' }
  const found = useFetched(`today/map/${code}/${turnover.value}`, (s) => fetchFigures(asked, code, s))
  const row = found.data?.rows[0]
  const points = (found.data?.columns ?? []).flatMap((c, n) => {
    const cell = row?.cells[n]
    const area = book().areas.byId.get(c.key)
    return cell ? [{ key: c.key, name: area ? label(area) : c.key, cell }] : []
  })
  return (
    <section class="stack yearmap">
      <h2>{say('map')}</h2>
      <Select label={figure('indicator')} value={code} options={codes.map((c) => ({ code: c, text: nameOf(c) }))} onChange={setCode} />
      <Bubbles points={points} alt={figure('chart.map', { name: nameOf(code) })} />
      <p>
        <a href={askLink(`/figure/${code}`, ask, { by: 'area' })}>{say('map.table')}</a>
      </p>
    </section>
  )
}

import type { JSX } from 'preact'
import type { Figures } from '../../core/api/figures'
import type { Indicator } from '../../core/api/types'
import { label } from '../../core/areas'
import { showPeriod } from '../../core/periods'
import { turnover } from '../../store/records'
import { go } from '../../store/router'
import { book, unitName } from '../../store/session'
import { l, lang } from '../../store/words'
import { Tabled } from '../parts/tabled'
import { Empty, Failed, Loading } from '../parts/state'
import { useFetched } from '../parts/use'
import { askLink, fetchFigures, herePath, type Ask } from './ask'
import { Figure, figureText, Reached } from './cell'
import { Bars, Line, type Point } from './chart'
import { Bubbles } from './map'
import { About, Counting } from './page'
import { say } from './texts'

/** One indicator broken down: a chart, and the table that says the same. */
export function OneFigure({ indicator, ask }: { indicator: Indicator; ask: Ask }): JSX.Element {
  const by = ask.by || 'area'
  const asked = { ...ask, by, dim: by === 'dim' ? ask.dim || (indicator.dims[0]?.name ?? '') : '' }
  const found = useFetched(`${indicator.code} ${askLink('', asked)} ${turnover.value}`, (signal) => fetchFigures(asked, indicator.code, signal))
  const pick = (to: { by: string; dim: string }): void => go(askLink(herePath(), ask, to), { replace: true })
  return (
    <>
      <div class="row wrap noprint" role="group" aria-label={say('column')}>
        {['area', 'month', 'unit'].map((b) => (
          <button type="button" key={b} class={`chip ${by === b ? 'on' : ''}`} aria-pressed={by === b} onClick={() => pick({ by: b, dim: '' })}>
            {say(b === 'area' ? 'by.area' : b === 'month' ? 'by.month' : 'by.unit')}
          </button>
        ))}
        {indicator.dims.map((d) => (
          <button type="button" key={d.name} class={`chip ${asked.dim === d.name ? 'on' : ''}`} aria-pressed={asked.dim === d.name} onClick={() => pick({ by: 'dim', dim: d.name })}>
            {say('by.dim', { name: l(d.label).toLowerCase() })}
          </button>
        ))}
      </div>
      {found.fault && <Failed fault={found.fault} again={found.again} />}
      {!found.data && !found.fault && <Loading />}
      {found.data && (found.data.counting ? <Counting {...found.data.counting} /> : <Broken indicator={indicator} ask={asked} figures={found.data} />)}
    </>
  )
}

const collator = new Intl.Collator('vi')

function Broken({ indicator, ask, figures }: { indicator: Indicator; ask: Ask; figures: Figures }): JSX.Element {
  const row = figures.rows[0]
  const points = figures.columns.flatMap((c, n): Point[] => {
    const cell = row?.cells[n]
    return cell ? [{ key: c.key, name: nameOf(indicator, ask, c.key), cell }] : []
  })
  if (ask.by !== 'month') points.sort((a, b) => (b.cell.v ?? -1) - (a.cell.v ?? -1) || collator.compare(a.name, b.name))
  if (!row || points.length === 0) return <Empty>{say('nothing')}</Empty>
  const name = l(indicator.label)
  return (
    <>
      <About ask={ask} from={figures.from} to={figures.to} />
      {ask.by === 'area' && <Bubbles points={points} alt={say('chart.map', { name })} />}
      {ask.by === 'month' ? <Line points={points} alt={say('chart', { name })} /> : <Bars points={points} alt={say('chart', { name })} />}
      <FigureTable indicator={indicator} ask={ask} points={points} total={row.total} />
    </>
  )
}

function nameOf(indicator: Indicator, ask: Ask, key: string): string {
  switch (ask.by) {
    case 'month':
      return showPeriod(key, lang.value)
    case 'unit': {
      const u = book().units.get(key)
      return u ? unitName(u) : key
    }
    case 'dim': {
      const vocabulary = indicator.dims.find((d) => d.name === ask.dim)?.vocabulary
      const term = book().pack.vocabularies.find((v) => v.code === vocabulary)?.terms.find((x) => x.code === key)
      return term ? l(term.label) : key
    }
  }
  const a = book().areas.byId.get(key)
  return a ? label(a) : key
}

/** Where the records behind a column are asked for. */
function behind(ask: Ask, key: string): Record<string, string> {
  switch (ask.by) {
    case 'month':
      return { period: key }
    case 'unit':
      return { unit: key, alone: '1' }
    case 'dim':
      return { dim: ask.dim, value: key }
  }
  return { area: key }
}

function FigureTable({ indicator, ask, points, total }: { indicator: Indicator; ask: Ask; points: Point[]; total: Point['cell'] }): JSX.Element {
  const targets = points.some((p) => p.cell.target !== null) || total.target !== null
  const records = `/figure/${indicator.code}/records`
  const line = (p: Point, href: string, down: string): JSX.Element => (
    <tr key={p.key} class={p.key ? '' : 'total'}>
      <th scope="row">{down ? <a href={down}>{p.name}</a> : p.name}</th>
      <td class="count num">
        <Figure cell={p.cell} href={href} />
      </td>
      {targets && (
        <>
          <td class="count num">{p.cell.target !== null && figureText(p.cell.target)}</td>
          <td>
            <Reached cell={p.cell} />
          </td>
        </>
      )}
    </tr>
  )
  return (
    <Tabled name={l(indicator.label)}>
      <table class="mini">
        <thead>
          <tr>
            <th scope="col">{say(ask.by === 'area' ? 'area' : ask.by === 'month' ? 'grain' : ask.by === 'unit' ? 'unit' : 'column')}</th>
            <th scope="col" class="count">
              {l(indicator.measure)}
            </th>
            {targets && (
              <>
                <th scope="col" class="count">
                  {say('target')}
                </th>
                <th scope="col">{say('reached')}</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {line({ key: '', name: say(ask.by === 'month' ? 'whole' : 'total'), cell: total }, askLink(records, ask, { by: '', dim: '' }), '')}
          {points.map((p) => line(p, askLink(records, ask, { by: '', dim: '', ...behind(ask, p.key) }), ask.by === 'area' && (book().areas.children.get(p.key)?.length ?? 0) > 0 ? askLink(herePath(), ask, { area: p.key }) : ''))}
        </tbody>
      </table>
    </Tabled>
  )
}

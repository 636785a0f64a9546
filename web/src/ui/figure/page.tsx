import type { JSX } from 'preact'
import { showDay } from '../../core/dates'
import { showPeriod } from '../../core/periods'
import { label } from '../../core/areas'
import { turnover } from '../../store/records'
import { place } from '../../store/router'
import { book, unitName } from '../../store/session'
import { l, lang } from '../../store/words'
import { Tabled } from '../parts/tabled'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { useFetched, useTitle } from '../parts/use'
import { askLink, askOf, fetchFigures, indicatorOf, type Ask } from './ask'
import { Figure, figureText, Reached } from './cell'
import { Choose } from './choose'
import { OneFigure } from './one'
import { FigureRecords } from './records'
import { say } from './texts'
import '../css/figure.css'

/** Figures: all of them, one of them broken down, or the records behind one. */
export function FigurePage({ code, part }: { code: string; part: string }): JSX.Element {
  useTitle(say('title'))
  const ask = askOf(place.value.query)
  const one = indicatorOf(code)
  if (!ask || (code && !one)) return <Empty>{say('none')}</Empty>
  if (one && part === 'records') return <FigureRecords indicator={one} ask={ask} />
  return (
    <div class="page figures">
      <header class="row wrap">
        {one && (
          <a class="btn bare noprint" href={askLink('/figure', ask, { by: '', dim: '' })}>
            <Icon name="arrow-left" /> {say('back')}
          </a>
        )}
        <h1>{one ? l(one.label) : say('title')}</h1>
        <button type="button" class="btn small noprint" onClick={() => print()}>
          {say('print')}
        </button>
      </header>
      {one?.help.vi && <p class="quiet prose">{l(one.help)}</p>}
      <Choose ask={ask} />
      {one ? <OneFigure indicator={one} ask={ask} /> : <AllFigures ask={ask} />}
    </div>
  )
}

/** What the figures are of, in words: also for paper. */
export function About({ ask, from, to }: { ask: Ask; from: string; to: string }): JSX.Element {
  const area = book().areas.byId.get(ask.area)
  const unit = book().units.get(ask.unit)
  return (
    <p class="quiet small">
      {showPeriod(ask.period, lang.value)} · {say('span', { from: showDay(from), to: showDay(to) })} · {l(ask.calendar.label)} · {area ? label(area) : unit ? unitName(unit) : say('all')}
      {area && unit ? ` · ${unitName(unit)}` : ''}
      {ask.map === 'old' && ` · ${say('map')}: ${say('map.old').toLowerCase()}`}
    </p>
  )
}

/** Where a recount has come to, in the place of figures. */
export function Counting({ done, of }: { done: number; of: number }): JSX.Element {
  return <Empty>{say('counting', { n: Math.floor((100 * done) / Math.max(of, 1)) })}</Empty>
}

function AllFigures({ ask }: { ask: Ask }): JSX.Element {
  const found = useFetched(`${askLink('', ask)} ${turnover.value}`, (signal) => fetchFigures({ ...ask, by: '', dim: '' }, '', signal))
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  const { rows, counting, from, to } = found.data
  if (counting) return <Counting {...counting} />
  if (rows.length === 0) return <Empty>{say('none')}</Empty>
  const targets = rows.some((r) => r.total.target !== null)
  return (
    <>
      <About ask={ask} from={from} to={to} />
      <Tabled name={say('title')}>
        <table class="mini">
          <thead>
            <tr>
              <th scope="col">{say('indicator')}</th>
              <th scope="col" class="count">
                {say('value')}
              </th>
              <th scope="col">{say('measure')}</th>
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
            {rows.map((r) => {
              const i = indicatorOf(r.code)
              return (
                <tr key={r.code}>
                  <th scope="row">
                    <a href={askLink(`/figure/${r.code}`, ask, { by: 'area' })}>{i ? l(i.label) : r.code}</a>
                  </th>
                  <td class="count num">
                    <Figure cell={r.total} href={askLink(`/figure/${r.code}/records`, ask)} />
                  </td>
                  <td class="quiet">{i && l(i.measure)}</td>
                  {targets && (
                    <>
                      <td class="count num">{r.total.target !== null && figureText(r.total.target)}</td>
                      <td>
                        <Reached cell={r.total} />
                      </td>
                    </>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </Tabled>
    </>
  )
}

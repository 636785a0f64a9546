import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import * as d from '../../core/api/decoders'
import type { Indicator, Row } from '../../core/api/types'
import { placeName } from '../../core/areas'
import { showDay } from '../../core/dates'
import { textOf } from '../../core/decode'
import { showPeriod } from '../../core/periods'
import { asFault, get, type Fault } from '../../store/client'
import { learn } from '../../store/records'
import { place, recordLink } from '../../store/router'
import { book, kindOf, may } from '../../store/session'
import { l, lang } from '../../store/words'
import { Export } from '../list/export'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { askLink, type Ask } from './ask'
import { say } from './texts'
import { scrolls } from '../parts/use'

/** The records behind a figure, as far as I may read them. */
export function FigureRecords({ indicator, ask }: { indicator: Indicator; ask: Ask }): JSX.Element {
  const value = place.value.query.get('value') ?? ''
  const [rows, setRows] = useState<Row[] | null>(null)
  const [next, setNext] = useState('')
  const [fault, setFault] = useState<Fault | null>(null)
  const asked = askLink(`/figures/${indicator.code}/records`, { ...ask, by: '' }, { value, limit: '100' })
  const load = (after: string): void => {
    get(after ? `${asked}&after=${encodeURIComponent(after)}` : asked, d.page).then(
      (page) => {
        learn(page.refs)
        setFault(null)
        setRows((now) => (after ? [...(now ?? []), ...page.rows] : page.rows))
        setNext(page.next)
      },
      (e: unknown) => setFault(asFault(e)),
    )
  }
  useEffect(() => load(''), [asked])
  return (
    <div class="page figures">
      <header class="row wrap">
        <a class="btn bare noprint" href={askLink(`/figure/${indicator.code}`, { ...ask, by: 'area', dim: '' })}>
          <Icon name="arrow-left" /> {l(indicator.label)}
        </a>
        <h1>{say('records')}</h1>
        <span class="grow" />
        <Take indicator={indicator} ask={ask} value={value} />
      </header>
      <p class="quiet small">
        {l(indicator.label)} · {showPeriod(ask.period, lang.value)}
        {ask.area && ` · ${placeName(book().areas, ask.area)}`}
      </p>
      {fault && <Failed fault={fault} again={() => load('')} />}
      {!rows && !fault && <Loading />}
      {rows?.length === 0 && !next && <Empty>{say('records.none')}</Empty>}
      {rows && rows.length > 0 && <Rows rows={rows} />}
      {next && (
        <button type="button" class="btn noprint" onClick={() => load(next)}>
          {say('records.more')}
        </button>
      )}
    </div>
  )
}

/** The records as a file, of those that I may export; the server writes it and notes it. */
function Take({ indicator, ask, value }: { indicator: Indicator; ask: Ask; value: string }): JSX.Element | null {
  const kind = kindOf(indicator.kind)
  if (!kind || !may(kind.name).export) return null
  const [path = '', query = ''] = askLink(`/figures/${indicator.code}/export`, { ...ask, by: '' }, { value }).split('?')
  return (
    <div class="noprint">
      <Export kind={kind} query={new URLSearchParams(query)} path={path} />
    </div>
  )
}

function Rows({ rows }: { rows: Row[] }): JSX.Element {
  return (
    <div class="scroll-x" ref={scrolls}>
      <table class="mini">
        <thead>
          <tr>
            <th scope="col">{say('record')}</th>
            <th scope="col">{say('place')}</th>
            <th scope="col">{say('day')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => {
            const kind = kindOf(r.kind)
            const day = kind?.fields.find((f) => f.type === 'date' && textOf(r.v[f.name]))
            return (
              <tr key={r.id}>
                <th scope="row">
                  <a href={recordLink(r.kind, r.id)}>{(kind?.title !== day?.name && r.title) || (kind ? l(kind.label) : r.kind)}</a>
                </th>
                <td>{r.area && placeName(book().areas, r.area)}</td>
                <td class="num">{day && showDay(textOf(r.v[day.name]))}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

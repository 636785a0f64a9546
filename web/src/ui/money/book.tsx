import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Rec } from '../../core/api/types'
import { showDay } from '../../core/dates'
import { termLabel } from '../../core/kinds'
import { showNumber } from '../../core/numbers'
import { today } from '../../store/clock'
import { statementsOf } from '../../store/money'
import { listRecords, writes } from '../../store/records'
import { book, may } from '../../store/session'
import { lang } from '../../store/words'
import { itemName } from '../program/parts'
import { Icon } from '../parts/icon'
import { Tabled } from '../parts/tabled'
import { useFetched } from '../parts/use'
import { CountDialog } from './count'
import { amount, spanHere, SpanPicker } from './parts'
import { say } from './texts'

/** A store's or a fund's book over some months, and for a store what was counted. */
export function BookSection({ rec }: { rec: Rec }): JSX.Element | null {
  const span = spanHere()
  const [counting, setCounting] = useState(false)
  const found = useFetched(`book/${rec.id}/${span.from}/${span.to}/${writes.value}`, (s) => statementsOf(rec.id, span, s))
  if (!may('entry').read || found.fault) return null
  const items = found.data ?? []
  return (
    <section class="group">
      <header>
        <h2>{say('book')}</h2>
        {rec.kind === 'store' && (
          <a class="btn small noprint" href={`/reconcile/${rec.id}`}>
            {say('reconcile')}
          </a>
        )}
        {rec.kind === 'store' && may('stocktake').create && !rec.deleted && (
          <button type="button" class="btn small noprint" onClick={() => setCounting(true)}>
            <Icon name="list-checks" /> {say('count')}
          </button>
        )}
      </header>
      <SpanPicker span={span} />
      {found.data && items.length === 0 && <p class="help">{say('book.none')}</p>}
      {items.length > 0 && (
        <Tabled name={say('book')}>
          <table class="mini">
            <caption class="sr">{say('book')}</caption>
            <thead>
              <tr>
                <th>{say('item')}</th>
                <th>{say('type')}</th>
                <th class="count">{say('in')}</th>
                <th class="count">{say('out')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((s) => (
                <>
                  <tr key={s.item}>
                    <th scope="row">{itemName(s.item)}</th>
                    <td>{say('opening')}</td>
                    <td class="num count" colSpan={2}>
                      {amount(s.opening, s.item)}
                    </td>
                  </tr>
                  {s.by.map((m) => (
                    <tr key={s.item + m.type}>
                      <td />
                      <td>
                        {termLabel(book().pack, 'entry_type', m.type, today(), lang.value)} <span class="quiet small num">× {showNumber(m.entries)}</span>
                      </td>
                      <td class="num count">{m.in ? amount(m.in, s.item) : ''}</td>
                      <td class="num count">{m.out ? amount(m.out, s.item) : ''}</td>
                    </tr>
                  ))}
                  <tr key={`${s.item}/end`}>
                    <td />
                    <td>
                      <strong>{say('closing')}</strong>
                    </td>
                    <td class="num count" colSpan={2}>
                      <strong class={s.closing < 0 ? 'late' : ''}>{amount(s.closing, s.item)}</strong>
                    </td>
                  </tr>
                </>
              ))}
            </tbody>
          </table>
        </Tabled>
      )}
      {rec.kind === 'store' && may('stocktake').read && <Counts store={rec.id} />}
      {counting && <CountDialog store={rec.id} name={rec.title} onClose={() => setCounting(false)} />}
    </section>
  )
}

function Counts({ store }: { store: string }): JSX.Element {
  const found = useFetched(`counts/${store}/${writes.value}`, (s) => listRecords('stocktake', new URLSearchParams({ 'f.store': store, sort: '-on', limit: '20' }), s))
  const rows = found.data?.rows ?? []
  const n = (v: unknown): number => (typeof v === 'number' ? v : 0)
  return (
    <>
      <h3>{say('counts')}</h3>
      {found.data && rows.length === 0 && <p class="help">{say('counts.none')}</p>}
      {rows.length > 0 && (
        <ul class="rel">
          {rows.map((r) => {
            const item = typeof r.v.item === 'string' ? r.v.item : ''
            const off = n(r.v.counted) - n(r.v.book)
            return (
              <li key={r.id}>
                <a class="item" href={`/stocktake/${r.id}`}>
                  <span class="num">{showDay(typeof r.v.on === 'string' ? r.v.on : '')}</span>
                  <span class="grow">{itemName(item)}</span>
                  <span class={`num ${off ? 'late' : ''}`}>
                    {amount(n(r.v.counted), item)} {off ? `(${off > 0 ? '+' : ''}${amount(off, item)})` : ''}
                  </span>
                </a>
              </li>
            )
          })}
        </ul>
      )}
    </>
  )
}

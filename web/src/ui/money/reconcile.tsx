import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { showDay } from '../../core/dates'
import { termLabel } from '../../core/kinds'
import { showNumber } from '../../core/numbers'
import { today } from '../../store/clock'
import { reconciliationOf, type Reconciliation, type TallyLine } from '../../store/money'
import { writes } from '../../store/records'
import { book, may, unitName } from '../../store/session'
import { lang } from '../../store/words'
import { itemName } from '../program/parts'
import { Empty, Failed, Loading } from '../parts/state'
import { Tabled } from '../parts/tabled'
import { useFetched, useTitle } from '../parts/use'
import { RefLink, refText } from '../parts/value'
import { CountDialog } from './count'
import { amount, PrintHead, spanHere, SpanPicker, spanWords } from './parts'
import { say } from './texts'
import '../css/program.css'

/** What an officer has in hand, or what lies in a store, against the book: by goods and money, over some months. */
export function ReconcilePage({ id }: { id: string }): JSX.Element {
  const span = spanHere()
  const found = useFetched(`reconcile/${id}/${span.from}/${span.to}/${writes.value}`, (s) => reconciliationOf(id, span, s))
  if (found.fault && !found.data) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  return <Page data={found.data} />
}

function Page({ data }: { data: Reconciliation }): JSX.Element {
  const title = say('rec.title', { name: data.name })
  useTitle(title)
  const span = spanHere()
  const unit = book().units.get(data.unit)
  return (
    <div class="page board settlement">
      <PrintHead title={title} />
      <p class="sub">
        {unit && <span>{unitName(unit)}</span>} <span class="printonly">{spanWords(span)}</span>
      </p>
      <p class="noprint">
        <RefLink id={data.of} />
      </p>
      <p class="help noprint">{say('rec.lead')}</p>
      <SpanPicker span={span} />
      {data.stores.length === 0 ? (
        <Empty>{say('rec.none.user')}</Empty>
      ) : data.lines.length === 0 ? (
        <Empty>{say('rec.none')}</Empty>
      ) : (
        <Lines data={data} title={title} />
      )}
      {data.entries.length > 0 && <Entries data={data} />}
      {data.lines.length > 0 && (
        <p class="signers printonly">
          <span>{say('rec.keeper')}</span>
          <span>{say('sign.maker')}</span>
          <span>{say('sign.chief')}</span>
        </p>
      )}
    </div>
  )
}

const columns = ['opening', 'received', 'given', 'returned', 'adjusted'] as const

function Lines({ data, title }: { data: Reconciliation; title: string }): JSX.Element {
  const [counting, setCounting] = useState<TallyLine | null>(null)
  const several = data.stores.length > 1 || data.kind === 'user'
  const mayCount = may('stocktake').create
  return (
    <>
      <Tabled name={title}>
        <table class="mini">
          <caption class="sr">{title}</caption>
          <thead>
            <tr>
              {several && <th>{say('rec.store')}</th>}
              <th>{say('item')}</th>
              {columns.map((k) => (
                <th class="count" key={k}>
                  {say(k)}
                </th>
              ))}
              <th class="count">{say('rec.closing')}</th>
              <th class="count">{say('rec.counted')}</th>
              <th class="count">{say('rec.off')}</th>
              <th class="count">{say('rec.signed')}</th>
              {mayCount && <th class="noprint" />}
            </tr>
          </thead>
          <tbody>
            {data.lines.map((x) => (
              <Line key={x.store + x.item} x={x} several={several} onCount={mayCount ? () => setCounting(x) : null} />
            ))}
          </tbody>
        </table>
      </Tabled>
      {counting && <CountDialog store={counting.store} name={refText(counting.store)} item={counting.item} onClose={() => setCounting(null)} />}
    </>
  )
}

function Line({ x, several, onCount }: { x: TallyLine; several: boolean; onCount: (() => void) | null }): JSX.Element {
  const off = x.counted ? x.counted.counted - x.counted.book : 0
  return (
    <tr>
      {several && (
        <th scope="row">
          <RefLink id={x.store} />
        </th>
      )}
      <td>{itemName(x.item)}</td>
      {columns.map((k) => (
        <td class="num count" data-v={x[k]} key={k}>
          {x[k] === 0 ? <span class="quiet">–</span> : amount(x[k], x.item)}
        </td>
      ))}
      <td class={`num count ${x.closing < 0 ? 'late' : ''}`} data-v={x.closing}>
        <strong>{amount(x.closing, x.item)}</strong>
      </td>
      <td class="num count" {...(x.counted ? { 'data-v': x.counted.counted } : {})}>
        {x.counted ? (
          <>
            {amount(x.counted.counted, x.item)}
            <div class="quiet small">{showDay(x.counted.on)}</div>
          </>
        ) : (
          <span class="quiet">{say('rec.uncounted')}</span>
        )}
      </td>
      <td class={`num count ${off ? 'late' : ''}`} {...(x.counted ? { 'data-v': off } : {})}>
        {off ? (
          <>
            {off > 0 ? '+' : ''}
            {amount(off, x.item)}
            <div class="quiet small wrap">{x.counted?.note}</div>
          </>
        ) : (
          <span class="quiet">–</span>
        )}
      </td>
      <td class="num count">
        {showNumber(x.handovers - x.unsigned)}
        {x.unsigned > 0 && <div class="late small">{say('rec.unsigned', { n: x.unsigned })}</div>}
      </td>
      {onCount && (
        <td class="noprint">
          <button type="button" class="btn small" onClick={onCount}>
            {say('count')}
          </button>
        </td>
      )}
    </tr>
  )
}

function Entries({ data }: { data: Reconciliation }): JSX.Element {
  const mended = new Set(data.entries.map((e) => e.corrects).filter(Boolean))
  const type = (code: string): string => termLabel(book().pack, 'entry_type', code, today(), lang.value)
  return (
    <>
      <h2>{say('rec.entries')}</h2>
      {data.cut && <p class="notice due">{say('rec.cut', { n: data.entries.length })}</p>}
      <Tabled name={say('rec.entries')}>
        <table class="mini">
          <caption class="sr">{say('rec.entries')}</caption>
          <thead>
            <tr>
              <th>{say('on')}</th>
              <th>{say('type')}</th>
              <th>{say('rec.other')}</th>
              <th>{say('item')}</th>
              <th class="count">{say('in')}</th>
              <th class="count">{say('out')}</th>
              <th>{say('receipt')}</th>
              <th>{say('document')}</th>
            </tr>
          </thead>
          <tbody>
            {data.entries.map((e) => (
              <tr key={e.id + e.store + String(e.in)}>
                <td class="num">
                  <a href={`/entry/${e.id}`}>{showDay(e.on)}</a>
                </td>
                <td>
                  {type(e.type)}
                  {mended.has(e.id) && <div class="quiet small">{say('rec.mended')}</div>}
                </td>
                <td>{refText(e.other) || say('hidden')}</td>
                <td>{itemName(e.item)}</td>
                <td class="num count">{e.in ? amount(e.in, e.item) : ''}</td>
                <td class="num count">{e.out ? amount(e.out, e.item) : ''}</td>
                <td>
                  {e.receipt ? termLabel(book().pack, 'receipt_form', e.receipt, today(), lang.value) : e.type === 'handover' && !mended.has(e.id) ? <span class="late">{say('rec.unsigned', { n: 1 })}</span> : ''}
                </td>
                <td>{e.document}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Tabled>
    </>
  )
}

import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Rec } from '../../core/api/types'
import { showDay } from '../../core/dates'
import { termLabel } from '../../core/kinds'
import { parseWhole, showNumber } from '../../core/numbers'
import { today } from '../../store/clock'
import { asFault, type Fault } from '../../store/client'
import { countStore, statementsOf } from '../../store/money'
import { listRecords, writes } from '../../store/records'
import { book, may } from '../../store/session'
import { tell } from '../../store/toast'
import { l, lang } from '../../store/words'
import { DayField, Foot, itemName, Select, termOptions } from '../program/parts'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { TextField } from '../parts/textfield'
import { scrolls, useFetched } from '../parts/use'
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
        {rec.kind === 'store' && may('stocktake').create && !rec.deleted && (
          <button type="button" class="btn small noprint" onClick={() => setCounting(true)}>
            <Icon name="list-checks" /> {say('count')}
          </button>
        )}
      </header>
      <SpanPicker span={span} />
      {found.data && items.length === 0 && <p class="help">{say('book.none')}</p>}
      {items.length > 0 && (
        <div class="scroll-x" ref={scrolls}>
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
        </div>
      )}
      {rec.kind === 'store' && may('stocktake').read && <Counts store={rec.id} />}
      {counting && <CountDialog rec={rec} onClose={() => setCounting(false)} />}
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

/** Writes down what lay in a store: against the book of this moment, with why it differs. */
function CountDialog({ rec, onClose }: { rec: Rec; onClose: () => void }): JSX.Element {
  const [f, setF] = useState({ item: 'vnd', counted: '', on: today(), witness: '', note: '' })
  const [fault, setFault] = useState<Fault | null>(null)
  const month = today().slice(0, 7)
  const found = useFetched(`count/${rec.id}/${writes.value}`, (s) => statementsOf(rec.id, { from: month, to: month }, s))
  const bookNow = found.data?.find((s) => s.item === f.item)?.closing ?? 0
  const counted = parseWhole(f.counted)
  const off = counted === null ? 0 : counted - bookNow
  const set = (name: keyof typeof f) => (v: string) => setF({ ...f, [name]: v })
  const save = (): void => {
    countStore(rec.id, { ...f, counted: counted ?? 0 })
      .then(() => {
        tell(say('saved'))
        onClose()
      })
      .catch((e: unknown) => setFault(asFault(e)))
  }
  return (
    <Dialog title={say('count.title', { name: rec.title })} onClose={onClose}>
      <Select label={say('item')} value={f.item} options={termOptions('item')} onChange={set('item')} />
      <p class="help num">{say('bybook', { n: amount(bookNow, f.item) })}</p>
      <TextField label={say('counted')} value={f.counted} onInput={set('counted')} error={fault?.field === 'counted' ? l(fault.text) : ''} autofocus />
      {counted !== null && (
        <p class={off ? 'late' : ''} role="status">
          {off ? say('differs', { n: amount(off, f.item) }) : say('same')}
        </p>
      )}
      <DayField label={say('on')} value={f.on} onChange={set('on')} />
      <TextField label={say('witness')} value={f.witness} onInput={set('witness')} />
      <TextField label={say('explain')} value={f.note} onInput={set('note')} error={fault?.field === 'note' ? l(fault.text) : ''} />
      {fault && !['counted', 'note'].includes(fault.field) && (
        <p class="error" role="alert">
          {l(fault.text)}
        </p>
      )}
      <Foot go={say('save')} busy="" disabled={counted === null || counted < 0 || (off !== 0 && !f.note.trim())} onGo={save} onClose={onClose} />
    </Dialog>
  )
}

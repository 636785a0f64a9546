import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Rec, Row } from '../../core/api/types'
import { showDay } from '../../core/dates'
import { termLabel } from '../../core/kinds'
import { today } from '../../store/clock'
import { asFault } from '../../store/client'
import type { Program } from '../../store/programs'
import { createRecord, listRecords, writes } from '../../store/records'
import { book, kindOf, may } from '../../store/session'
import { warn } from '../../store/toast'
import { l, lang } from '../../store/words'
import { EntryDialog } from '../ledger/entry'
import { EntryList } from '../ledger/list'
import { Dialog } from '../parts/dialog'
import { TextField } from '../parts/textfield'
import { Tabled } from '../parts/tabled'
import { useFetched } from '../parts/use'
import { PayDialog } from './pay'
import { Foot, Select, showQuantity, termOptions } from './parts'
import { say } from './texts'

const str = (r: Row, f: string): string => (typeof r.v[f] === 'string' ? r.v[f] : '')
const num = (r: Row, f: string): number => (typeof r.v[f] === 'number' ? r.v[f] : 0)

/** What an enrolment is due, who gives how much, what was handed over. */
export function EnrolmentMoney({ rec, program: p }: { rec: Rec; program: Program }): JSX.Element | null {
  const of = (sort: string): URLSearchParams => new URLSearchParams({ 'f.enrolment': rec.id, sort, limit: '200' })
  const found = useFetched(`money/${rec.id}/${writes.value}`, async (s) => {
    const [dues, shares, entries] = await Promise.all([listRecords('due', of('-on'), s), may('allocation').read ? listRecords('allocation', of('on'), s) : null, listRecords('entry', of('-on'), s)])
    return { dues: dues.rows, shares: shares?.rows ?? [], entries: entries.rows }
  })
  const [adding, setAdding] = useState<'' | 'share' | 'entry'>('')
  const [paying, setPaying] = useState<Row[]>([])
  if (!may('due').read || !may('entry').read) return null
  const { dues = [], shares = [], entries = [] } = found.data ?? {}
  const open = dues.filter((d) => str(d, 'status') === 'open')
  return (
    <section class="group">
      <header>
        <h2>{say('e.money')}</h2>
        <span class="row noprint">
          {may('allocation').create && (
            <button type="button" class="btn small" onClick={() => setAdding('share')}>
              {say('e.share.add')}
            </button>
          )}
          {may('entry').create && (
            <button type="button" class="btn small" onClick={() => setAdding('entry')}>
              {say('e.entry.add')}
            </button>
          )}
        </span>
      </header>
      {found.data && !dues.length && !shares.length && !entries.length && <p class="help">{say('e.money.none')}</p>}
      {shares.length > 0 && <Shares program={p} shares={shares} entries={entries} />}
      {dues.length > 0 && (
        <Tabled name={say('e.dues')}>
          <table class="mini">
            <caption class="sr">{say('e.dues')}</caption>
            <thead>
              <tr>
                <th>{say('dues.entitlement')}</th>
                <th>{say('period')}</th>
                <th class="count">{say('amount')}</th>
                <th>{say('status')}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {dues.map((d) => (
                <tr key={d.id}>
                  <td>{entitlement(p, str(d, 'entitlement'))}</td>
                  <td class="num">{str(d, 'period') === 'once' ? showDay(str(d, 'on')) : str(d, 'period')}</td>
                  <td class="num count">{showQuantity(num(d, 'amount'), str(d, 'item'))}</td>
                  <td>
                    <DueState row={d} />
                  </td>
                  <td class="noprint">
                    {str(d, 'status') === 'open' && may('entry').create && (
                      <button type="button" class="btn small" onClick={() => setPaying([d])}>
                        {say('e.due.pay')}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Tabled>
      )}
      {open.length > 1 && may('entry').create && (
        <p class="row noprint">
          <button type="button" class="btn" onClick={() => setPaying(open)}>
            {say('pay.title', { n: open.length })}
          </button>
        </p>
      )}
      {entries.length > 0 && <EntryList rows={entries} />}
      {adding === 'share' && <ShareDialog rec={rec} program={p} onClose={() => setAdding('')} />}
      {adding === 'entry' && <EntryDialog preset={{ to: rec.id, enrolment: rec.id, program: p.code, area: rec.area, unit: str(rec, 'unit'), household: str(rec, 'household') }} onClose={() => setAdding('')} />}
      {paying.length > 0 && <PayDialog dues={paying} onClose={() => setPaying([])} />}
    </section>
  )
}

const entitlement = (p: Program, code: string): string => {
  const e = p.entitlements.find((x) => x.code === code)
  return e ? l(e.label) : code
}

/** The state of a due, as its kind words it. */
export function dueWords(state: string): string {
  const s = kindOf('due')?.fields.find((f) => f.name === 'status')?.states.find((x) => x.code === state)
  return s ? l(s.label) : state
}

/** What a due is: to hand over, handed over, or not. */
export function DueState({ row }: { row: Row }): JSX.Element {
  const state = str(row, 'status')
  return <span class={`tag ${state === 'open' ? 'due' : ''}`}>{dueWords(state)}</span>
}

/** Who gives how much: what was promised beside what the ledger says was given, by giver and thing. */
function Shares({ program: p, shares, entries }: { program: Program; shares: Row[]; entries: Row[] }): JSX.Element {
  const corrected = new Set(shares.map((s) => str(s, 'corrects')).filter(Boolean))
  const rows = new Map<string, { funder: string; item: string; planned: number; given: number }>()
  const line = (funder: string, item: string): { planned: number; given: number } => {
    const key = `${funder}/${item}`
    const have = rows.get(key) ?? { funder, item, planned: 0, given: 0 }
    rows.set(key, have)
    return have
  }
  for (const s of shares) if (!corrected.has(s.id)) line(str(s, 'funder'), str(s, 'item')).planned += num(s, 'quantity')
  for (const e of entries) line(str(e, 'funder'), str(e, 'item')).given += num(e, 'quantity') * (str(e, 'type') === 'correction' || str(e, 'type') === 'return' ? -1 : 1)
  return (
    <Tabled name={say('e.shares')}>
      <table class="mini">
        <caption class="sr">{say('e.shares')}</caption>
        <thead>
          <tr>
            <th>{say('funder')}</th>
            <th>{say('item')}</th>
            <th class="count">{say('planned')}</th>
            <th class="count">{say('given')}</th>
            <th class="count">{say('left')}</th>
          </tr>
        </thead>
        <tbody>
          {[...rows.values()].map((r) => (
            <tr key={r.funder + r.item}>
              <td>{l(p.funders.find((f) => f.code === r.funder)?.label ?? { vi: r.funder || '–', en: r.funder || '–' })}</td>
              <td>{termLabel(book().pack, 'item', r.item, today(), lang.value)}</td>
              <td class="num count">{showQuantity(r.planned, r.item)}</td>
              <td class="num count">{showQuantity(r.given, r.item)}</td>
              <td class="num count">{showQuantity(Math.max(0, r.planned - r.given), r.item)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Tabled>
  )
}

function ShareDialog({ rec, program: p, onClose }: { rec: Rec; program: Program; onClose: () => void }): JSX.Element {
  const [funder, setFunder] = useState(p.funders[0]?.code ?? '')
  const [item, setItem] = useState('vnd')
  const [n, setN] = useState('')
  const quantity = Number(n.replace(/[.\s]/g, ''))
  const save = (): void => {
    createRecord('allocation', { enrolment: rec.id, program: p.code, funder, item, quantity, area: rec.area, unit: str(rec, 'unit'), on: today(), by: book().me.user.id })
      .then(onClose)
      .catch((e: unknown) => warn(l(asFault(e).text)))
  }
  return (
    <Dialog title={say('e.share.add')} onClose={onClose}>
      <Select label={say('funder')} value={funder} options={p.funders.map((f) => ({ code: f.code, text: l(f.label) }))} onChange={setFunder} />
      <Select label={say('item')} value={item} options={termOptions('item')} onChange={setItem} />
      <TextField label={say('amount')} value={n} onInput={setN} />
      <Foot go={say('l.save')} busy="" disabled={!(quantity > 0)} onGo={save} onClose={onClose} />
    </Dialog>
  )
}

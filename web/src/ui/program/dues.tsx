import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Row } from '../../core/api/types'
import { showDay } from '../../core/dates'
import { asFault } from '../../store/client'
import { today } from '../../store/clock'
import { listOf, more, open } from '../../store/lists'
import { makeDues, newRun, takeBack, type Program } from '../../store/programs'
import { turnover } from '../../store/records'
import { go, link, place } from '../../store/router'
import { may } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, t } from '../../store/words'
import { TakeList } from '../list/takelist'
import { Icon } from '../parts/icon'
import { Dialog } from '../parts/dialog'
import { Empty, Failed, Loading } from '../parts/state'
import { useTitle } from '../parts/use'
import { dueWords } from './money'
import { PayDialog } from './pay'
import { DayField, Foot, Select, showQuantity } from './parts'
import { say } from './texts'

const str = (r: Row, f: string): string => (typeof r.v[f] === 'string' ? r.v[f] : '')
const states = ['open', 'paid', 'dropped'] as const

/** What a program owes: worked out by period, handed over, taken back. */
export function DuesPage({ program: p }: { program: Program }): JSX.Element {
  useTitle(`${say('dues.title')} · ${l(p.label)}`)
  const [making, setMaking] = useState(false)
  const [paying, setPaying] = useState<Row[]>([])
  const state = place.value.query.get('state') ?? 'open'
  const query = new URLSearchParams({ 'f.program': p.code, 'f.status': state, sort: '-on' })
  const list = listOf('due', query)
  useEffect(() => void open(list), [list.key, turnover.value])
  const rows = list.rows.value
  return (
    <div class="page board">
      <header>
        <h1>{say('dues.title')}</h1>
        <div class="acts noprint">
          <TakeList kind="due" query={query} />
          {p.campaign && (
            <a class="btn" href={`/program/${p.code}/cards`}>
              <Icon name="file-text" /> {say('cards')}
            </a>
          )}
          {may('due').create && (
            <button type="button" class="btn main" onClick={() => setMaking(true)}>
              <Icon name="plus" /> {say('dues.run')}
            </button>
          )}
        </div>
      </header>
      <p class="sub">
        <a href={`/program/${p.code}`}>{l(p.label)}</a>
      </p>
      <p class="row wrap noprint">
        {states.map((s) => (
          <button key={s} type="button" class={`chip ${s === state ? 'on' : ''}`} aria-pressed={s === state} onClick={() => go(link(`/program/${p.code}/dues`, { state: s }), { replace: true })}>
            {dueWords(s)}
          </button>
        ))}
        <span class="quiet num">{list.loaded.value ? list.total.value : ''}</span>
        {state === 'open' && rows.length > 0 && may('entry').create && (
          <button type="button" class="btn small" onClick={() => setPaying(rows)}>
            {say('pay.title', { n: rows.length })}
          </button>
        )}
      </p>
      {list.fault.value && rows.length === 0 ? (
        <Failed fault={list.fault.value} again={() => void open(list)} />
      ) : !list.loaded.value ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty>{say('dues.none')}</Empty>
      ) : (
        <ul class="rel">
          {rows.map((d) => (
            <li key={d.id}>
              <a class="item" href={`/enrolment/${str(d, 'enrolment')}`}>
                <span class="grow">
                  {d.title || t('value.none')} {d.child && <span class="tag child">{t('rec.child.short')}</span>}
                </span>
                <span class="small quiet">{l(p.entitlements.find((e) => e.code === d.v.entitlement)?.label ?? { vi: '', en: '' })}</span>
                <span class="num small">{str(d, 'period') === 'once' ? showDay(str(d, 'on')) : str(d, 'period')}</span>
                <span class="num">{showQuantity(typeof d.v.amount === 'number' ? d.v.amount : 0, str(d, 'item'))}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      {list.next.value && (
        <p class="row">
          <button type="button" class="btn" onClick={() => void more(list)}>
            {say('more')}
          </button>
        </p>
      )}
      {making && <MakeDialog program={p} onClose={() => setMaking(false)} />}
      {paying.length > 0 && <PayDialog dues={paying} onClose={() => setPaying([])} />}
    </div>
  )
}

function MakeDialog({ program: p, onClose }: { program: Program; onClose: () => void }): JSX.Element {
  const month = today().slice(0, 7)
  const [entitlement, setEntitlement] = useState(p.entitlements[0]?.code ?? '')
  const [from, setFrom] = useState(`${month}-01`)
  const [to, setTo] = useState(lastDay(month))
  const [busy, setBusy] = useState('')
  const e = p.entitlements.find((x) => x.code === entitlement)
  const run = async (): Promise<void> => {
    const name = newRun()
    try {
      setBusy(say('dues.busy', { n: 0 }))
      const out = await makeDues({ program: p.code, entitlement, from, to, run: name }, (n) => setBusy(say('dues.busy', { n })))
      const undo = { label: say('undo'), run: () => void undoDues(name) }
      tell(say('dues.made', { n: out.made, sum: showQuantity(out.sum, e?.item ?? 'vnd'), had: out.had }), out.made ? undo : undefined)
      onClose()
    } catch (err) {
      setBusy('')
      warn(l(asFault(err).text))
    }
  }
  return (
    <Dialog title={say('dues.run')} onClose={onClose}>
      <p class="help">{say('dues.lead')}</p>
      <Select label={say('dues.entitlement')} value={entitlement} options={p.entitlements.map((x) => ({ code: x.code, text: l(x.label) }))} onChange={setEntitlement} />
      <DayField label={say('dues.from')} value={from} onChange={setFrom} />
      <DayField label={say('dues.to')} value={to} onChange={setTo} />
      <Foot go={say('dues.go')} busy={busy} disabled={!entitlement || !from || !to} onGo={() => void run()} onClose={onClose} />
    </Dialog>
  )
}

function lastDay(month: string): string {
  const [y = 2000, m = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(y, m, 0)).toISOString().slice(0, 10)
}

async function undoDues(run: string): Promise<void> {
  try {
    const out = await takeBack('/dues/undo', run, '')
    tell(say('dues.undone', { n: out.done.length }))
  } catch (e) {
    warn(l(asFault(e).text))
  }
}

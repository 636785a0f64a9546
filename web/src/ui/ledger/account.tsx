import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Rec, Row } from '../../core/api/types'
import { showMoney, showNumber } from '../../core/numbers'
import { asFault } from '../../store/client'
import { balancesOf, trialBalance } from '../../store/programs'
import { listRecords, writes } from '../../store/records'
import { may } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l } from '../../store/words'
import { Icon } from '../parts/icon'
import { useFetched } from '../parts/use'
import { itemName } from '../program/parts'
import { say } from '../program/texts'
import { EntryDialog } from './entry'
import { EntryList } from './list'
import '../css/program.css'

/** Whether the whole ledger adds up: every account is read, so somebody asks for it. */
async function checkAll(): Promise<void> {
  try {
    const { sums, accounts } = await trialBalance()
    const off = Object.entries(sums).filter(([, n]) => n !== 0)
    if (off.length) warn(say('l.unbalanced', { what: off.map(([i]) => itemName(i)).join(', ') }))
    else tell(say('l.balance', { n: accounts }))
  } catch (e) {
    warn(l(asFault(e).text))
  }
}

/** By day, then by when it was written: ids grow with time. */
const sortKey = (r: Row): string => (typeof r.v.on === 'string' ? r.v.on : '') + r.id

/** What an account holds, and its entries: on the page of a store, a fund, a sponsor. */
export function AccountSection({ rec }: { rec: Rec }): JSX.Element | null {
  const [adding, setAdding] = useState(false)
  const found = useFetched(`account/${rec.id}/${writes.value}`, async (s) => {
    const q = (side: string): URLSearchParams => new URLSearchParams({ [`f.${side}`]: rec.id, sort: '-on', limit: '100' })
    const [b, out, into] = await Promise.all([balancesOf([rec.id], s), listRecords('entry', q('from'), s), listRecords('entry', q('to'), s)])
    const rows = [...out.rows, ...into.rows].sort((x, y) => (sortKey(y) < sortKey(x) ? -1 : 1))
    return { holds: b.balances[rec.id] ?? {}, rows }
  })
  if (!may('entry').read) return null
  const holds = Object.entries(found.data?.holds ?? {}).filter(([, n]) => n !== 0)
  const giver = rec.kind === 'sponsor'
  return (
    <section class="group">
      <header>
        <h2>{say('l.holds')}</h2>
        <button type="button" class="btn bare small noprint" onClick={() => void checkAll()}>
          {say('l.check')}
        </button>
        {may('entry').create && !rec.deleted && (
          <button type="button" class="btn small noprint" onClick={() => setAdding(true)}>
            <Icon name="plus" /> {say('l.add')}
          </button>
        )}
      </header>
      {found.data && holds.length === 0 && <p class="help">{say('l.holds.none')}</p>}
      <div class="facts">
        {holds.map(([item, n]) => (
          <div class="fact" key={item}>
            <span class="quiet small">{itemName(item)}</span>
            <strong class={`num ${n < 0 && !giver ? 'late' : ''}`}>{item === 'vnd' ? showMoney(giver ? -n : n) : showNumber(giver ? -n : n)}</strong>
            {n < 0 && !giver && <span class="small late">{say('l.short')}</span>}
          </div>
        ))}
      </div>
      <h3>{say('l.entries')}</h3>
      {found.data?.rows.length === 0 ? <p class="help">{say('l.entries.none')}</p> : <EntryList rows={found.data?.rows ?? []} account={rec.id} />}
      {adding && <EntryDialog preset={giver ? { from: rec.id } : { to: rec.id }} onClose={() => setAdding(false)} />}
    </section>
  )
}

import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Row } from '../../core/api/types'
import { showDay } from '../../core/dates'
import { termLabel } from '../../core/kinds'
import { today } from '../../store/clock'
import { asFault } from '../../store/client'
import { reverse } from '../../store/programs'
import { book, may } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, lang } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { TextField } from '../parts/textfield'
import { Tabled } from '../parts/tabled'
import { RefLink } from '../parts/value'
import { Foot, showQuantity } from '../program/parts'
import { say } from '../program/texts'

const str = (r: Row, f: string): string => (typeof r.v[f] === 'string' ? r.v[f] : '')

/** Entries of the ledger; of one account with their sign. */
export function EntryList({ rows, account = '' }: { rows: Row[]; account?: string }): JSX.Element {
  const [back, setBack] = useState<Row | null>(null)
  const reversed = new Set(rows.map((r) => str(r, 'corrects')).filter(Boolean))
  return (
    <Tabled name={say('l.entries')}>
      <table class="mini">
        <caption class="sr">{say('l.entries')}</caption>
        <thead>
          <tr>
            <th>{say('on')}</th>
            <th>{say('l.type')}</th>
            <th>{say('l.from')}</th>
            <th>{say('l.to')}</th>
            <th class="count">{say('amount')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => {
            const n = typeof r.v.quantity === 'number' ? r.v.quantity : 0
            const out = account !== '' && str(r, 'from') === account
            return (
              <tr key={r.id} class={reversed.has(r.id) ? 'struck' : ''}>
                <td class="num">
                  <a href={`/entry/${r.id}`}>{showDay(str(r, 'on'))}</a>
                </td>
                <td>{termLabel(book().pack, 'entry_type', str(r, 'type'), today(), lang.value)}</td>
                <td>{str(r, 'from') === account ? '·' : <RefLink id={str(r, 'from')} />}</td>
                <td>{str(r, 'to') === account ? '·' : <RefLink id={str(r, 'to')} />}</td>
                <td class="num count">{(out ? '−' : '') + showQuantity(n, str(r, 'item'))}</td>
                <td class="noprint">
                  {may('entry').create && !reversed.has(r.id) && str(r, 'type') !== 'correction' && (
                    <button type="button" class="btn bare small" onClick={() => setBack(r)}>
                      {say('l.reverse')}
                    </button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {back && <ReverseDialog row={back} onClose={() => setBack(null)} />}
    </Tabled>
  )
}

function ReverseDialog({ row, onClose }: { row: Row; onClose: () => void }): JSX.Element {
  const [note, setNote] = useState('')
  const run = (): void => {
    reverse(row.id, note.trim())
      .then(() => {
        tell(say('l.reversed'))
        onClose()
      })
      .catch((e: unknown) => warn(l(asFault(e).text)))
  }
  return (
    <Dialog title={say('l.reverse.title')} onClose={onClose}>
      <p class="help">{say('l.reverse.help')}</p>
      <TextField label={say('reason')} value={note} onInput={setNote} autofocus />
      <Foot go={say('l.reverse')} busy="" disabled={!note.trim()} onGo={run} onClose={onClose} />
    </Dialog>
  )
}

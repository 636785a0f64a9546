import { encodeQR } from 'qr'
import type { JSX } from 'preact'
import type { Row } from '../../core/api/types'
import { placeName } from '../../core/areas'
import { listRecords } from '../../store/records'
import { book } from '../../store/session'
import { l } from '../../store/words'
import type { Program } from '../../store/programs'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { useFetched, useTitle } from '../parts/use'
import { showQuantity } from './parts'
import { say } from './texts'

const str = (r: Row, f: string): string => (typeof r.v[f] === 'string' ? r.v[f] : '')
/** So many cards at most are printed in one go. */
const most = 1000

/** Cards to hand out before a gift day: the phone reads each card's code and finds whose gift it is. */
export function CardsPage({ program: p }: { program: Program }): JSX.Element {
  useTitle(`${say('cards')} · ${l(p.label)}`)
  const found = useFetched(`cards/${p.code}`, (s) => waiting(p.code, s))
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  return (
    <div class="page board">
      <header class="noprint">
        <h1>{say('cards')}</h1>
        <div class="acts">
          <button type="button" class="btn main" disabled={found.data.length === 0} onClick={() => print()}>
            <Icon name="file-text" /> {say('print')}
          </button>
        </div>
      </header>
      <p class="sub noprint">
        <a href={`/program/${p.code}/dues`}>{l(p.label)}</a>
      </p>
      <p class="help noprint">{say('cards.lead')}</p>
      {found.data.length === 0 && <Empty>{say('dues.none')}</Empty>}
      <ul class="giftcards">
        {found.data.map((d) => (
          <li key={d.id}>
            <span class="qr" role="img" aria-label={say('cards.code')} dangerouslySetInnerHTML={{ __html: encodeQR(d.id, 'svg', { border: 1 }) }} />
            <span>
              <strong>{d.title}</strong>
              <br />
              {placeName(book().areas, str(d, 'area'))}
              <br />
              {showQuantity(typeof d.v.amount === 'number' ? d.v.amount : 0, str(d, 'item'))}
              <br />
              <span class="small">{l(p.label)}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What waits to be handed over, village by village. */
async function waiting(program: string, signal: AbortSignal): Promise<Row[]> {
  const out: Row[] = []
  let after = ''
  do {
    const page = await listRecords('due', new URLSearchParams({ 'f.program': program, 'f.status': 'open', limit: '200', ...(after ? { after } : {}) }), signal)
    out.push(...page.rows)
    after = page.next
  } while (after && out.length < most)
  const place = (r: Row): string => placeName(book().areas, str(r, 'area'))
  return out.sort((a, b) => place(a).localeCompare(place(b), 'vi') || a.title.localeCompare(b.title, 'vi'))
}

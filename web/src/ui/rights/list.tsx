import type { JSX } from 'preact'
import { placeName } from '../../core/areas'
import { showDay } from '../../core/dates'
import type { Cell } from '../../core/sheet'
import { textOf } from '../../core/decode'
import { termLabel } from '../../core/kinds'
import { today } from '../../store/clock'
import { requestsOf, type Clock, type Request } from '../../store/rights'
import { writes } from '../../store/records'
import { place } from '../../store/router'
import { book, hasPower, may } from '../../store/session'
import { lang } from '../../store/words'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { TakeRows } from '../parts/tabled'
import { useFetched, useTitle } from '../parts/use'
import { refText } from '../parts/value'
import { say } from './texts'
import '../css/program.css'

export const term = (vocabulary: string, code: string): string => termLabel(book().pack, vocabulary, code, today(), lang.value)

/** What people asked about their data: the late ones first. */
export function RequestsPage(): JSX.Element {
  useTitle(say('title'))
  const closed = place.value.query.get('closed') === '1'
  const found = useFetched(`requests/${closed}/${writes.value}`, (s) => requestsOf(closed, s))
  return (
    <div class="page board">
      <header>
        <h1>{say('title')}</h1>
        <div class="acts noprint">
          <button type="button" class="btn" onClick={() => print()}>
            <Icon name="file-text" /> {say('print')}
          </button>
          {found.data && <TakeRows name={say(closed ? 'closed.file' : 'title')} kind="request" rows={() => Promise.resolve(cellsOf(found.data?.rows ?? []))} />}
          {hasPower('rights') && (
            <a class="btn" href="/retention">
              <Icon name="history" /> {say('retention')}
            </a>
          )}
          {may('request').create && (
            <a class="btn main" href="/request/new">
              <Icon name="plus" /> {say('new')}
            </a>
          )}
        </div>
      </header>
      <p class="help noprint">{say('lead')}</p>
      <nav class="row wrap noprint" aria-label={say('title')}>
        <a class={`btn small ${closed ? '' : 'main'}`} href="/request" aria-current={closed ? undefined : 'page'}>
          {say('open')}
        </a>
        <a class={`btn small ${closed ? 'main' : ''}`} href="/request?closed=1" aria-current={closed ? 'page' : undefined}>
          {say('closed')}
        </a>
      </nav>
      {found.fault ? <Failed fault={found.fault} again={found.again} /> : !found.data ? <Loading /> : <Rows rows={found.data.rows} closed={closed} />}
    </div>
  )
}

/** The requests with their clocks, as rows of a file. */
function cellsOf(rows: Request[]): Cell[][] {
  const header = (['f.what', 'f.person', 'f.area', 'f.received', 'f.answer', 'f.do', 'f.left', 'f.outcome'] as const).map((k) => say(k))
  return [
    header,
    ...rows.map((r): Cell[] => {
      const { clock: c } = r
      const outcome = textOf(r.v.outcome)
      return [term('request_what', textOf(r.v.what)), refText(textOf(r.v.person)) || say('person.closed'), placeName(book().areas, r.area), showDay(textOf(r.v.received_on)), showDay(c.answerBy), showDay(c.doBy), c.by ? c.left : null, outcome && term('request_outcome', outcome)]
    }),
  ]
}

function Rows({ rows, closed }: { rows: Request[]; closed: boolean }): JSX.Element {
  if (rows.length === 0) return <Empty>{say(closed ? 'none.closed' : 'none')}</Empty>
  return (
    <ul class="rel requests" style="margin-top: 12px">
      {rows.map((r) => (
        <li key={r.id}>
          <a class="item" href={`/request/${r.id}`}>
            <span class="grow">
              <strong>{term('request_what', textOf(r.v.what))}</strong>
              <br />
              <span class="quiet small">
                {refText(textOf(r.v.person)) || say('person.closed')} · {placeName(book().areas, r.area)}
              </span>
            </span>
            <span class="small quiet">{closed ? term('request_outcome', textOf(r.v.outcome)) : nextWords(r.clock)}</span>
            <LeftTag clock={r.clock} />
          </a>
        </li>
      ))}
    </ul>
  )
}

/** What is to be done next, and until when. */
export function nextWords(c: Clock): string {
  if (!c.by) return ''
  return say(c.by === c.answerBy ? 'toanswer' : 'todo', { day: showDay(c.by) })
}

/** The days that are left, in words; late in red. */
export function LeftTag({ clock: c }: { clock: Clock }): JSX.Element | null {
  if (!c.by) return c.wasLate ? <span class="tag late">{say('was.late')}</span> : null
  if (c.late)
    return (
      <span class="tag late">
        <Icon name="circle-alert" /> {say('late', { n: -c.left })}
      </span>
    )
  return <span class={`tag ${c.left <= 2 ? 'due' : ''}`}>{c.left === 0 ? say('left.today') : say('left', { n: c.left })}</span>
}

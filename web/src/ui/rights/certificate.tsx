import type { JSX } from 'preact'
import { placeName } from '../../core/areas'
import { showInstant } from '../../core/dates'
import { textOf } from '../../core/decode'
import { showNumber } from '../../core/numbers'
import type { Rec } from '../../core/api/types'
import { checkOf, type Checked } from '../../store/rights'
import { getRecord } from '../../store/records'
import { book } from '../../store/session'
import { Icon } from '../parts/icon'
import { Failed, Loading } from '../parts/state'
import { useFetched, useTitle } from '../parts/use'
import { refText } from '../parts/value'
import { Lines } from './erase'
import { term } from './list'
import { say } from './texts'
import '../css/program.css'

/** The certificate of an erasure, checked as it is opened. */
export function CertificatePage({ id }: { id: string }): JSX.Element {
  useTitle(say('certificate'))
  const found = useFetched(`certificate/${id}`, (s) => getRecord('certificate', id, s))
  const check = useFetched(`check/${id}`, (s) => checkOf(id, s))
  if (found.fault && !found.data) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  return (
    <article class="page rec">
      <header class="row wrap">
        <h1 class="grow">{say('certificate')}</h1>
        <div class="acts noprint">
          <button type="button" class="btn" onClick={check.again}>
            <Icon name="refresh-cw" /> {say('check')}
          </button>
          <button type="button" class="btn main" onClick={() => window.print()}>
            <Icon name="file-text" /> {say('print')}
          </button>
        </div>
      </header>
      {check.fault ? <Failed fault={check.fault} again={check.again} /> : check.data ? <Verdict checked={check.data} /> : <p role="status">{say('checking')}</p>}
      <Facts rec={found.data} />
      {check.data && <Lines lines={check.data.lines} />}
    </article>
  )
}

function Verdict({ checked: c }: { checked: Checked }): JSX.Element {
  if (c.holds)
    return (
      <p class="notice plain" role="status">
        <Icon name="circle-check" /> {say('holds', { n: showNumber(c.entries), at: showInstant(c.at) })}
      </p>
    )
  return (
    <div class="notice due" role="alert">
      <Icon name="triangle-alert" />
      <div class="grow">
        <strong>{say('holds.not')}</strong>
        <ul class="plainlist">
          {c.restored && <li>{say('check.chain')}</li>}
          {!c.restored && !c.gone && <li>{say('check.gone')}</li>}
          {!c.restored && !c.digest && <li>{say('check.digest')}</li>}
          {c.left > 0 && <li>{say('check.left', { n: c.left })}</li>}
          {c.again && (
            <li>
              <a href={`/certificate/${c.again}`}>{say('check.again')}</a>
            </li>
          )}
        </ul>
      </div>
    </div>
  )
}

function Facts({ rec: r }: { rec: Rec }): JSX.Element {
  const n = (field: string): string => showNumber(typeof r.v[field] === 'number' ? r.v[field] : 0)
  const lines: [string, JSX.Element | string][] = [
    [say('certificate.of'), <code class="num">{r.id}</code>],
    [say('certificate.at'), showInstant(typeof r.v.at === 'number' ? r.v.at : 0)],
    [say('certificate.by'), textOf(r.v.by) ? refText(textOf(r.v.by)) : '–'],
    [say('certificate.reason'), term('erase_reason', textOf(r.v.reason))],
    [say('certificate.area'), placeName(book().areas, r.area)],
    [say('certificate.changes'), n('changes')],
    [say('certificate.files'), n('files')],
    [
      say('certificate.chain'),
      <span class="num wrapany">{say('certificate.chain.text', { from: n('from_entry'), before: textOf(r.v.before), to: n('to_entry'), after: textOf(r.v.after) })}</span>,
    ],
    [say('certificate.digest'), <code class="num wrapany">{textOf(r.v.digest)}</code>],
  ]
  if (textOf(r.v.request)) lines.push([say('certificate.request'), <a href={`/request/${textOf(r.v.request)}`}>{textOf(r.v.request)}</a>])
  if (textOf(r.v.repeats)) lines.push([say('certificate.repeats'), <a href={`/certificate/${textOf(r.v.repeats)}`}>{textOf(r.v.repeats)}</a>])
  return (
    <dl>
      {lines.map(([label, value]) => (
        <div class="kv" key={label}>
          <dt>{label}</dt>
          <dd style="padding: 8px 0; overflow-wrap: anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

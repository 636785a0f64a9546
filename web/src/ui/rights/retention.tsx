import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { placeName } from '../../core/areas'
import { showDay } from '../../core/dates'
import { asFault } from '../../store/client'
import { expire, retentionOf, type Retain } from '../../store/rights'
import { writes } from '../../store/records'
import { book, kindOf } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l } from '../../store/words'
import { Foot } from '../program/parts'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { TakeRows } from '../parts/tabled'
import { useFetched, useTitle } from '../parts/use'
import { rowTitle } from '../parts/value'
import { say } from './texts'
import '../css/program.css'

/** What has been kept long enough, by rule of the pack; a person decides. */
export function RetentionPage(): JSX.Element {
  useTitle(say('retention'))
  const found = useFetched(`retention/${writes.value}`, retentionOf)
  return (
    <div class="page board">
      <header>
        <h1>{say('retention')}</h1>
        <a class="btn bare" href="/request">
          <Icon name="arrow-left" /> {say('title')}
        </a>
      </header>
      <p class="help">{say('retention.lead')}</p>
      {found.fault ? <Failed fault={found.fault} again={found.again} /> : !found.data ? <Loading /> : <Rules rules={found.data} />}
    </div>
  )
}

function Rules({ rules }: { rules: Retain[] }): JSX.Element {
  if (rules.length === 0) return <Empty>{say('retention.norule')}</Empty>
  return (
    <>
      {rules.map((r) => (
        <Rule key={r.code} rule={r} />
      ))}
    </>
  )
}

/** So many are erased in one call; between calls it may be stopped. */
const step = 20

function Rule({ rule: r }: { rule: Retain }): JSX.Element {
  const kind = kindOf(r.kind)
  const [asking, setAsking] = useState(false)
  const [gone, setGone] = useState(-1)
  const stop = useRef(false)
  const stopped = (): boolean => stop.current
  const run = async (): Promise<void> => {
    stop.current = false
    const ids = r.rows.map((x) => x.id)
    let n = 0
    try {
      for (; n < ids.length && !stopped(); n = Math.min(n + step, ids.length)) {
        setGone(n)
        await expire(r.code, ids.slice(n, n + step))
      }
      tell(say('retention.done', { n }))
    } catch (e) {
      warn(l(asFault(e).text))
    }
    setGone(-1)
    setAsking(false)
  }
  return (
    <section class="group">
      <h2>{l(r.label)}</h2>
      <p class="help">
        {say('retention.rule', { kind: kind ? l(kind.plural) : r.kind, n: r.years, day: showDay(r.before) })} · {say('source', { text: r.source })}
      </p>
      {r.rows.length === 0 && <p class="quiet">{say('retention.none')}</p>}
      {r.more && <p class="notice plain">{say('retention.more', { n: r.rows.length })}</p>}
      <ul class="rel">
        {kind &&
          r.rows.map((x) => (
            <li key={x.id}>
              <a class="item" href={`/${r.kind}/${x.id}`}>
                <span class="grow">{rowTitle(kind, x)}</span>
                <span class="small quiet">{placeName(book().areas, x.area)}</span>
              </a>
            </li>
          ))}
      </ul>
      {r.rows.length > 0 && kind && (
        <TakeRows name={l(r.label)} kind={r.kind} rows={() => Promise.resolve([[l(kind.label), say('f.area')], ...r.rows.map((x) => [rowTitle(kind, x), placeName(book().areas, x.area)])])} />
      )}
      {r.rows.length > 0 && (
        <button type="button" class="btn noprint" onClick={() => setAsking(true)}>
          <Icon name="trash-2" /> {say('retention.go', { n: r.rows.length })}
        </button>
      )}
      {asking && (
        <Dialog title={say('retention.go', { n: r.rows.length })} onClose={() => setAsking(false)}>
          <p>{say('retention.confirm')}</p>
          <Foot go={say('erase.go')} busy={gone < 0 ? '' : say('retention.busy', { n: gone })} onGo={() => void run()} onStop={() => (stop.current = true)} onClose={() => setAsking(false)} />
        </Dialog>
      )}
    </section>
  )
}

import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import * as d from '../../core/api/decoders'
import type { Look } from '../../core/api/types'
import { showInstant } from '../../core/dates'
import type { Cell } from '../../core/sheet'
import { asFault, get, type Fault } from '../../store/client'
import { learn, refOf } from '../../store/records'
import { go, link, place } from '../../store/router'
import { book, kindOf } from '../../store/session'
import { l, t, tIf } from '../../store/words'
import { RefPicker } from '../parts/refpicker'
import { Empty, Failed, Loading } from '../parts/state'
import { doing } from './texts'
import { gather, TakeRows } from '../parts/tabled'
import { refText, RefLink } from '../parts/value'
import { scrolls, useTitle } from '../parts/use'

/** Who looked at what is protected, when, and doing what. */
export function LooksPage(): JSX.Element {
  useTitle(t('looks.title'))
  const { query } = place.value
  const user = query.get('user') ?? ''
  const kind = query.get('kind') ?? ''
  const [rows, setRows] = useState<Look[] | null>(null)
  const [next, setNext] = useState('')
  const [fault, setFault] = useState<Fault | null>(null)
  const load = (after: string): void => {
    get(link('/looks', { user, kind, after }), d.looks).then(
      (page) => {
        learn(page.refs)
        setFault(null)
        setRows((now) => (after ? [...(now ?? []), ...page.rows] : page.rows))
        setNext(page.next)
      },
      (e: unknown) => setFault(asFault(e)),
    )
  }
  useEffect(() => load(''), [user, kind])
  const narrow = (to: { user?: string; kind?: string }): void => go(link('/looks', { user, kind, ...to }), { replace: true })
  return (
    <div class="page">
      <header>
        <h1>{t('looks.title')}</h1>
        <div class="acts">
          {fault?.code !== 'forbidden' && <TakeRows name={t('looks.title')} rows={() => rowsOf(user, kind)} />}
        </div>
      </header>
      <p class="quiet prose">{t('looks.help')}</p>
      <div class="row wrap" style="margin: 16px 0">
        <div style="width: 260px">
          <label class="sr" for="looks-user">
            {t('looks.who')}
          </label>
          <RefPicker id="looks-user" kinds={['user']} value={user} onPick={(id) => narrow({ user: id })} onClear={() => narrow({ user: '' })} />
        </div>
        <select class="input" style="width: auto" aria-label={t('looks.kind')} value={kind} onChange={(e) => narrow({ kind: e.currentTarget.value })}>
          <option value="">{t('looks.allkinds')}</option>
          {[...book().kinds.values()].map((k) => (
            <option key={k.name} value={k.name}>
              {l(k.plural)}
            </option>
          ))}
        </select>
      </div>
      {fault && <Failed fault={fault} again={() => load('')} />}
      {!rows && !fault && <Loading />}
      {rows?.length === 0 && <Empty>{t('looks.none')}</Empty>}
      {rows && rows.length > 0 && <Rows rows={rows} />}
      {next && (
        <button type="button" class="btn" style="margin-top: 16px" onClick={() => load(next)}>
          {t('settle.more')}
        </button>
      )}
    </div>
  )
}

/** All that was looked at, narrowed as the page is, as rows of a file. */
async function rowsOf(user: string, kind: string): Promise<Cell[][]> {
  const all = await gather(async (after) => {
    const page = await get(link('/looks', { user, kind, after }), d.looks)
    learn(page.refs)
    return page
  })
  const header = (['when', 'who', 'unit', 'why', 'kind', 'count', 'opened'] as const).map((k) => t(k === 'unit' ? 'user.unit' : `looks.${k}`))
  const lines = all.map((r): Cell[] => {
    const k = kindOf(r.kind)
    return [showInstant(r.at), r.user ? refText(r.user) : r.by, r.user ? (refOf(r.unit)?.title ?? '') : t('looks.shell'), doing(r.why), k ? l(k.label) : r.kind, r.count, r.opened.map((o) => tIf(`sees.${o}`, o)).join(', ')]
  })
  return [header, ...lines]
}

function Rows({ rows }: { rows: Look[] }): JSX.Element {
  return (
    <div class="scroll-x" ref={scrolls}>
      <table class="mini wide looks">
        <thead>
          <tr>
            <th>{t('looks.when')}</th>
            <th>{t('looks.who')}</th>
            <th>{t('looks.why')}</th>
            <th>{t('looks.kind')}</th>
            <th class="count">{t('looks.count')}</th>
            <th>{t('looks.opened')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => {
            const k = kindOf(r.kind)
            return (
              <tr key={r.id}>
                <td class="num" style="white-space: nowrap">
                  {showInstant(r.at)}
                </td>
                <td>
                  {r.user ? <RefLink id={r.user} /> : r.by}
                  <div class="quiet tiny">{r.user ? refOf(r.unit)?.title : t('looks.shell')}</div>
                </td>
                <td>{doing(r.why)}</td>
                <td>{k ? l(k.label) : r.kind}</td>
                <td class="num count">
                  {r.count}
                </td>
                <td>
                  {r.opened.map((o) => (
                    <span key={o} class={`tag ${o === 'child' ? 'child' : ''}`} style="margin-right: 4px">
                      {tIf(`sees.${o}`, o)}
                    </span>
                  ))}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

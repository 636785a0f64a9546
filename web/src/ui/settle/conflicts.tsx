import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import * as d from '../../core/api/decoders'
import type { ConflictRow, Rec } from '../../core/api/types'
import { placeName } from '../../core/areas'
import { cellLabel } from '../../core/kinds'
import { asFault, get, type Fault } from '../../store/client'
import { getRecord, learn, writes } from '../../store/records'
import { recordLink } from '../../store/router'
import { book, kindOf } from '../../store/session'
import { l, lang, t } from '../../store/words'
import { Icon, kindIcon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { useFetched } from '../parts/use'
import { rowTitle } from '../parts/value'
import { Conflicts } from '../record/conflicts'

/** Open conflicts; each can be settled here, without leaving the list. */
export function ConflictList(): JSX.Element {
  const [rows, setRows] = useState<ConflictRow[] | null>(null)
  const [next, setNext] = useState('')
  const [fault, setFault] = useState<Fault | null>(null)
  const load = (after: string): void => {
    get(`/conflicts${after ? `?after=${encodeURIComponent(after)}` : ''}`, d.conflicts).then(
      (page) => {
        learn(page.refs)
        setRows((now) => (after ? [...(now ?? []), ...page.rows] : page.rows))
        setNext(page.next)
      },
      (e: unknown) => setFault(asFault(e)),
    )
  }
  useEffect(() => load(''), [])
  if (fault) return <Failed fault={fault} again={() => load('')} />
  if (!rows) return <Loading />
  if (rows.length === 0) return <Empty>{t('settle.conflicts.none')}</Empty>
  return (
    <>
      <ul class="stack">
        {rows.map((r, i) => (
          <One key={r.id} row={r} start={i < 5} />
        ))}
      </ul>
      {next && (
        <button type="button" class="btn" style="margin-top: 16px" onClick={() => load(next)}>
          {t('settle.more')}
        </button>
      )}
    </>
  )
}

function One({ row, start }: { row: ConflictRow; start: boolean }): JSX.Element | null {
  const kind = kindOf(row.kind)
  const [open, setOpen] = useState(start)
  if (!kind) return null
  const fields = row.fields.map((f) => cellLabel(kind, f, lang.value).toLowerCase()).join(', ')
  return (
    <li class="card" style="padding: 8px 16px 14px">
      <div class="row wrap" style="min-height: 44px">
        <Icon name={kindIcon(row.kind)} />
        <a class="strong" href={recordLink(row.kind, row.id)}>
          {rowTitle(kind, row)}
        </a>
        <span class="quiet small">
          {l(kind.label)} · {row.area && placeName(book().areas, row.area)}
        </span>
        <span class="grow" />
        <span class="tag due">{t('settle.fields', { fields })}</span>
        {!open && (
          <button type="button" class="btn small" onClick={() => setOpen(true)}>
            {t('settle.conflicts')} <Icon name="chevron-down" />
          </button>
        )}
      </div>
      {open && <Cards kind={row.kind} id={row.id} />}
    </li>
  )
}

function Cards({ kind: name, id }: { kind: string; id: string }): JSX.Element {
  const kind = kindOf(name)
  const found = useFetched(`${name}/${id}`, (s) => getRecord(name, id, s))
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  if (!found.data || !kind) return <Loading />
  const put = (r: Rec): void => {
    found.put(r)
    writes.value += 1
  }
  if (found.data.conflicts.length === 0)
    return (
      <p class="done">
        <Icon name="circle-check" /> {t('conflict.kept')}
      </p>
    )
  return <Conflicts kind={kind} shown={{ rec: found.data, put }} />
}

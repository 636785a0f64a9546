import type { JSX } from 'preact'
import type { Kind, Rec, Row } from '../../core/api/types'
import type { Related } from '../../core/columns'
import { showDay } from '../../core/dates'
import { listRecords, turnover } from '../../store/records'
import { link, recordLink } from '../../store/router'
import { roleName } from '../../store/roles'
import { kindOf, may } from '../../store/session'
import { l, t, tIf } from '../../store/words'
import { Icon, kindIcon } from '../parts/icon'
import { Failed } from '../parts/state'
import { useFetched } from '../parts/use'
import { cellText, refText, rowTitle } from '../parts/value'

const shownAtMost = 8

/** Records that belong to this one, and to others of the same person: the newest few, a door to all, and one thing to add. */
export function RelatedList({ of, related, also = [] }: { of: Rec; related: Related; also?: string[] }): JSX.Element | null {
  const kind = kindOf(related.kind)
  const ids = [of.id, ...also].join()
  const q = { [`f.${related.field}`]: ids, ...(related.sort ? { sort: related.sort } : {}), limit: String(shownAtMost) }
  const found = useFetched(`${related.kind}/${ids}/${turnover.value}`, async (signal) => (may(related.kind).read ? listRecords(related.kind, new URLSearchParams(q), signal) : null))
  if (!kind || !may(kind.name).read) return null
  const page = found.data
  const heading = of.kind === 'person' && kind.name === 'membership' ? t('related.membership.of') : tIf(`related.${kind.name}`, l(kind.plural))
  return (
    <section class="group">
      <header>
        <h2>
          {heading} {page && page.total > 0 && <span class="quiet num">{page.total}</span>}
        </h2>
        {may(kind.name).create && !of.deleted && kind.name !== 'attachment' && (
          <a class="btn bare small" href={newLink(kind, related, of)}>
            <Icon name="plus" /> {tIf(`related.add.${kind.name}`, t('related.add'))}
          </a>
        )}
      </header>
      {found.fault && <Failed fault={found.fault} again={found.again} />}
      {page?.total === 0 && <p class="quiet" style="padding-top: 10px">{tIf(`related.none.${kind.name}`, t('related.none'))}</p>}
      <ul class="rel">{page?.rows.map((row) => <Item key={row.id} kind={kind} row={row} of={of} />)}</ul>
      {page && page.total > page.rows.length && (
        <a class="btn bare small" href={link(`/${kind.name}`, { [`f.${related.field}`]: ids })}>
          {t('related.all', { n: page.total })}
        </a>
      )}
    </section>
  )
}

function newLink(kind: Kind, related: Related, of: Rec): string {
  const area = of.kind === 'area' ? of.id : of.area
  const has = (name: string): boolean => kind.fields.some((f) => f.name === name && f.required)
  return link(`/${kind.name}/new`, { [`v.${related.field}`]: of.id, ...(area && has('area') ? { 'v.area': area } : {}) })
}

function Item({ kind, row, of }: { kind: Kind; row: Row; of: Rec }): JSX.Element {
  const { first, facts } = lineOf(kind, row, of)
  return (
    <li>
      <a class="item" href={recordLink(kind.name, row.id)}>
        <Icon name={kindIcon(kind.name)} />
        <span class="grow">
          <span style="font-weight: 500">{first}</span>
          {kind.name === 'visit' || kind.name === 'note' ? <Words kind={kind} row={row} /> : null}
        </span>
        {row.child && <span class="tag child">{t('rec.child.short')}</span>}
        {row.conflict && <span class="tag due">{t('conflict.mark')}</span>}
        <span class="quiet small num">{facts.filter(Boolean).join(' · ')}</span>
      </a>
    </li>
  )
}

function Words({ kind, row }: { kind: Kind; row: Row }): JSX.Element {
  const words = cellText(kind, row, kind.name === 'visit' ? 'note' : 'text')
  return (
    <>
      <br />
      <span class="quiet small">{words}</span>
    </>
  )
}

function id(row: Row, field: string): string {
  const v = row.v[field]
  return typeof v === 'string' ? v : ''
}

/** What a line says first, and the facts after it, by kind. */
function lineOf(kind: Kind, row: Row, of: Rec): { first: string; facts: string[] } {
  const text = (field: string): string => cellText(kind, row, field)
  const ref = (field: string): string => (id(row, field) && id(row, field) !== of.id ? refText(id(row, field)) : '')
  const from = id(row, 'from')
  const since = [from && t('area.from', { day: showDay(from) }), id(row, 'to') && t('area.to', { day: showDay(id(row, 'to')) })].filter(Boolean).join(' ')
  switch (kind.name) {
    case 'membership':
      return { first: ref('person') || ref('household'), facts: [text('relation'), since] }
    case 'visit':
      return { first: text('on'), facts: [ref('by'), text('conditions')] }
    case 'note':
      return { first: text('topic') || text('on'), facts: [ref('by'), text('on')] }
    case 'assignment':
      return { first: ref('user') || ref('household') || ref('area'), facts: [text('role'), since] }
    case 'task':
      return { first: text('title'), facts: [ref('user'), ref('household'), text('due'), text('status')] }
    case 'grant':
      return { first: roleName(id(row, 'role')), facts: [ref('unit'), since] }
    case 'consent':
      return { first: text('purpose'), facts: [text('status'), text('given_on')] }
    default:
      return { first: rowTitle(kind, row), facts: [text('status'), text('kind')] }
  }
}

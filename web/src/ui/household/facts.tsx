import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Rec, Row } from '../../core/api/types'
import { ageOn, daysBetween, showDay } from '../../core/dates'
import { today } from '../../store/clock'
import { getRecord, listRecords, turnover } from '../../store/records'
import { recordLink } from '../../store/router'
import { kindOf, may } from '../../store/session'
import { showAgoDay, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { useFetched } from '../parts/use'
import { cellText, refText, RefLink } from '../parts/value'
import { AddPerson } from './addperson'

const str = (row: Row | undefined, field: string): string => {
  const v = row?.v[field]
  return typeof v === 'string' ? v : ''
}

/** What matters of a household at a glance: visited when, by whom cared for, how poor. */
export function HouseFacts({ rec }: { rec: Rec }): JSX.Element {
  const kind = kindOf('household')
  const visits = useFetched(`lastvisit/${rec.id}/${turnover.value}`, async (s) =>
    may('visit').read ? listRecords('visit', new URLSearchParams({ 'f.household': rec.id, sort: '-on', limit: '1' }), s) : null,
  )
  const care = useFetched(`care/${rec.id}/${turnover.value}`, async (s) =>
    may('assignment').read ? listRecords('assignment', new URLSearchParams({ 'f.household': rec.id, limit: '10' }), s) : null,
  )
  const last = str(visits.data?.rows[0], 'on')
  const overdue = last === '' || daysBetween(last, today()) > 60
  const inCharge = (care.data?.rows ?? []).filter((r) => !str(r, 'to') || str(r, 'to') >= today())
  return (
    <dl class="facts">
      {visits.data && (
        <div class="fact">
          <dt>{t('house.lastvisit')}</dt>
          <dd class={overdue ? 'due' : ''}>
            {overdue && <Icon name="footprints" />} {last ? <span title={showDay(last)}>{showAgoDay(last)}</span> : t('house.never')}
          </dd>
        </div>
      )}
      {care.data && (
        <div class="fact">
          <dt>{t('house.incharge')}</dt>
          <dd>
            {inCharge.length === 0 && <span class="due">{t('house.nobody')}</span>}
            {inCharge.map((r, i) => (
              <span key={r.id}>
                {i > 0 && ', '}
                <RefLink id={str(r, 'user')} />
              </span>
            ))}
          </dd>
        </div>
      )}
      {kind && !rec.hidden.includes('poverty') && (
        <div class="fact">
          <dt>{t('house.poverty')}</dt>
          <dd>{cellText(kind, rec, 'poverty') || <span class="quiet">{t('value.none')}</span>}</dd>
        </div>
      )}
    </dl>
  )
}

/** The people of the household, now and formerly, as far as I may see. */
export function HousePeople({ rec }: { rec: Rec }): JSX.Element | null {
  const [adding, setAdding] = useState(false)
  const found = useFetched(`people/${rec.id}/${turnover.value}`, (s) => people(rec.id, s))
  if (!may('membership').read) return null
  const all = found.data ?? []
  const now = all.filter((x) => !str(x.membership, 'to'))
  const former = all.filter((x) => str(x.membership, 'to'))
  return (
    <section class="group">
      <header>
        <h2>
          {t('related.membership')} {now.length > 0 && <span class="quiet num">{now.length}</span>}
        </h2>
        {may('person').create && may('membership').create && !rec.deleted && !adding && (
          <button type="button" class="btn bare small" onClick={() => setAdding(true)}>
            <Icon name="plus" /> {t('related.add.membership')}
          </button>
        )}
      </header>
      {adding && <AddPerson household={rec} close={() => setAdding(false)} />}
      {found.data && all.length === 0 && !adding && <p class="quiet" style="padding-top: 10px">{t('related.none.membership')}</p>}
      <ul class="rel">
        {now.map((x) => (
          <Member key={x.membership.id} {...x} />
        ))}
      </ul>
      {former.length > 0 && (
        <>
          <h3 class="quiet" style="padding-top: 12px">{t('related.former')}</h3>
          <ul class="rel">
            {former.map((x) => (
              <Member key={x.membership.id} {...x} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

interface MemberOf {
  membership: Row
  person: Row | undefined
}

/** Memberships with the people they name; people out of my sight are named by the membership alone. */
async function people(household: string, signal: AbortSignal): Promise<MemberOf[]> {
  if (!may('membership').read) return []
  const page = await listRecords('membership', new URLSearchParams({ 'f.household': household, limit: '50' }), signal)
  const persons = await Promise.all(
    page.rows.map(async (m) => {
      if (!may('person').read) return undefined
      return peopleById(str(m, 'person'), signal)
    }),
  )
  return page.rows.map((membership, i) => ({ membership, person: persons[i] })).sort((a, b) => order(a) - order(b))
}

async function peopleById(id: string, signal: AbortSignal): Promise<Row | undefined> {
  return getRecord('person', id, signal).catch(() => undefined)
}

/** The head first, then by birth. */
function order(x: MemberOf): number {
  if (str(x.membership, 'relation') === 'head') return 0
  if (str(x.membership, 'relation') === 'spouse') return 1
  return Number(str(x.person, 'born').slice(0, 4)) || 9999
}

function Member({ membership, person }: MemberOf): JSX.Element {
  const kind = kindOf('membership')
  const age = person ? ageOn(str(person, 'born'), today()) : null
  const facts = [kind ? cellText(kind, membership, 'relation') : '', age === null || age < 0 ? '' : t('value.age', { n: age })]
  const id = str(membership, 'person')
  return (
    <li>
      <a class="item" href={recordLink('person', id)}>
        <Icon name="user" />
        <span class="grow" style="font-weight: 500">
          {refText(id)}
        </span>
        {person?.child && <span class="tag child">{t('rec.child.short')}</span>}
        <span class="quiet small num">{facts.filter(Boolean).join(' · ')}</span>
      </a>
    </li>
  )
}

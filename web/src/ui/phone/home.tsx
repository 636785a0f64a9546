import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { showDay } from '../../core/dates'
import { textOf } from '../../core/decode'
import { termLabel } from '../../core/kinds'
import { today } from '../../store/clock'
import { ask, version } from '../../store/phone/client'
import type { Row } from '../../store/phone/messages'
import { book } from '../../store/session'
import { lang, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Loading } from '../parts/state'
import { standing } from '../../store/phone/homes'
import { lazy } from '../parts/lazy'
import { Frame } from './frame'
import { areaName } from './homes'
import { openTasks } from '../../store/phone/tasks'
import { useHomes, usePeople, useRows } from './use'

const TaskLine = lazy(async () => (await import('./tasks')).TaskLine)
const HelpSection = lazy(async () => (await import('./programs/help')).HelpSection)
const Around = lazy(async () => (await import('./record/around')).Around)

/** A household: who lives there, what was done, and what can be done now. */
export function HomePage({ id }: { id: string }): JSX.Element {
  const [home, setHome] = useState<Row | null | undefined>(undefined)
  useEffect(() => {
    ask('get', 'household', id).then(setHome, () => setHome(null))
  }, [id, version.value])
  const all = useRows('membership')?.filter((m) => textOf(m.v.household) === id && !m.v.to)
  const people = usePeople()
  const who = (m: Row): string => people.of(textOf(m.v.person))?.id ?? textOf(m.v.person)
  const members = all?.filter((m, i) => all.findIndex((o) => who(o) === who(m)) === i)
  const tasks = useRows('task')
  const homes = useHomes()
  const own = useRows('visit')?.filter((v) => textOf(v.v.household) === id)
  const visits = own && standing(own).sort((a, b) => (textOf(a.v.on) < textOf(b.v.on) ? 1 : -1))
  if (home === undefined) return <Frame title="" back="/phone/homes"><Loading /></Frame>
  if (home === null) return <Frame title="" back="/phone/homes"><p class="empty">{t('page.notfound')}</p></Frame>
  const phone = textOf(home.v.phone)
  const next = homes?.find((h) => h.id === id)?.due ?? ''
  const asked = openTasks(tasks ?? [], book().me.user.id).filter((x) => x.v.household === id)
  return (
    <Frame title={textOf(home.v.name)} back="/phone/homes">
      <p class="quiet">
        <Icon name="map-pin" /> {[areaName(textOf(home.v.area)), textOf(home.v.address)].filter(Boolean).join(' · ')}
        {phone && (
          <>
            <br />
            <a href={`tel:${phone}`} target="_self">
              <Icon name="smartphone" /> {phone}
            </a>
          </>
        )}
      </p>
      <a class="btn main wide" href={`/phone/visit/${id}`}>
        <Icon name="footprints" /> {t('phone.visit')}
      </a>
      {(next || asked.length > 0) && (
        <section>
          <h2>{t('phone.planned')}</h2>
          {next && (
            <p class={next < today() ? 'late strong' : ''}>
              <Icon name="calendar-check" /> {t('phone.planned.next', { day: showDay(next) })}
            </p>
          )}
          <ul class="cards" hidden={asked.length === 0}>
            {asked.map((r) => (
              <TaskLine key={r.id} row={r} />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{t('phone.people')}</h2>
        {!members?.length && <p class="quiet">{t('phone.people.none')}</p>}
        <ul class="cards" hidden={!members?.length}>
          {members?.map((m) => {
            const p = people.of(textOf(m.v.person))
            return (
              <li key={m.id}>
                <a href={`/phone/person/${who(m)}/${id}`}>
                  <Icon name="user" />
                  <span class="grow">
                    <span class="name">{textOf(p?.v.name)}</span>
                    <br />
                    <span class="quiet small">{[m.v.relation ? termLabel(book().pack, 'relation', textOf(m.v.relation), today(), lang.value) : '', showDay(textOf(p?.v.born))].filter(Boolean).join(' · ')}</span>
                  </span>
                  <Icon name="chevron-right" />
                </a>
              </li>
            )
          })}
        </ul>
      </section>
      <section>
        <h2>{t('phone.visits')}</h2>
        {visits?.length === 0 && <p class="quiet">{t('phone.visits.none')}</p>}
        <ul class="cards" hidden={!visits?.length}>
          {visits?.slice(0, 20).map((v) => (
            <li key={v.id}>
              <a href={`/phone/seen/${v.id}`}>
                <Icon name="footprints" />
                <span class="grow">
                  <span class="name">{showDay(textOf(v.v.on))}</span> {v.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
                  <br />
                  <span class="quiet small">{textOf(v.v.note) || terms(v, 'purposes', 'visit_purpose')}</span>
                </span>
                <Icon name="chevron-right" />
              </a>
            </li>
          ))}
        </ul>
      </section>
      <HelpSection home={home} />
      <Around home={home} />
    </Frame>
  )
}

function terms(v: Row, field: string, vocabulary: string): string {
  const codes = v.v[field]
  return Array.isArray(codes) ? codes.map((c) => termLabel(book().pack, vocabulary, textOf(c), today(), lang.value)).join(', ') : ''
}

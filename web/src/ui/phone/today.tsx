import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { showDay } from '../../core/dates'
import { showMetres } from '../../core/near'
import { today } from '../../store/clock'
import { status } from '../../store/phone/client'
import { suggestsFile } from '../../store/phone/suggest'
import { byNearness, dueBy, lateBy, type Home } from '../../store/phone/homes'
import { lang, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { lazy } from '../parts/lazy'
import { Loading } from '../parts/state'
import { ToLookAt } from './attention'
import { Frame } from './frame'
import { HomeLine } from './homes'
import { useHere, type Here } from './here'
import { useHomes } from './use'

const Notices = lazy(async () => (await import('./notices')).Notices)
const OldUnsent = lazy(async () => (await import('./record/old')).OldUnsent)
const GiftDoor = lazy(async () => (await import('./programs/gifts')).GiftDoor)
const Asked = lazy(async () => (await import('./tasks')).Asked)

/** How many of those due are shown at first. */
const shownDue = 30
/** Who is due, what is asked, and what has not left the phone. */
export function Today(): JSX.Element {
  const s = status.value
  return (
    <Frame title={`${t('phone.today')} ${showDay(today())}`}>
      {s && s.unsent > 0 && (
        <a class="state due" href="/phone/link">
          <Icon name="wifi-off" />
          <span>
            <span class="strong">{t('phone.unsent', { n: s.unsent })}</span>
            <br />
            <span class="small">{t('phone.unsent.help')}</span>
          </span>
        </a>
      )}
      {s && suggestsFile(s.oldest, Date.now()) && <OldUnsent oldest={s.oldest} />}
      <ToLookAt />
      <Notices />
      <Asked />
      <GiftDoor />
      <Due />
      {s?.unsent === 0 && (
        <a class="state ok" href="/phone/link">
          <Icon name="check" />
          <span class="strong">{t('phone.sent')}</span>
        </a>
      )}
    </Frame>
  )
}

/** Households to be visited: by how late, or by how near to where the phone is. */
function Due(): JSX.Element {
  const homes = useHomes()
  const [near, setNear] = useState(false)
  const [most, setMost] = useState(shownDue)
  const here = useHere(near)
  const due = homes && dueBy(homes, today())
  const lines = due && (near && here.spot ? byNearness(due, here.spot) : due.map((home) => ({ home, metres: null })))
  return (
    <section>
      <h2>
        {t('phone.due')} {due && due.length > 0 && `(${due.length})`}
      </h2>
      {!due && <Loading />}
      {due?.length === 0 && <p class="quiet">{t('phone.due.none')}</p>}
      {due && due.length > 1 && <Order near={near} here={here} set={setNear} />}
      {lines && lines.length > 0 && (
        <ul class="cards">
          {lines.slice(0, most).map(({ home: h, metres }) => (
            <HomeLine key={h.id} home={h} note={near && here.spot ? (metres === null ? t('phone.near.unknown') : showMetres(metres, lang.value)) : dueText(h)} late={!near && lateBy(h, today()) > 0} />
          ))}
        </ul>
      )}
      {lines && lines.length > most && (
        <button type="button" class="btn bare wide" onClick={() => setMost(most + shownDue)}>
          {t('phone.more', { n: lines.length - most })}
        </button>
      )}
    </section>
  )
}

function Order({ near, here, set }: { near: boolean; here: Here; set: (near: boolean) => void }): JSX.Element {
  return (
    <>
      <p class="filters order" role="group" aria-label={t('phone.due.by')}>
        {([false, true] as const).map((by) => (
          <button type="button" key={String(by)} class={`chip ${near === by ? 'on' : ''}`} aria-pressed={near === by} onClick={() => set(by)}>
            <Icon name={by ? 'navigation' : 'history'} /> {t(by ? 'phone.due.by.near' : 'phone.due.by.late')}
          </button>
        ))}
      </p>
      {near && !here.spot && (
        <p class="quiet small" role="status">
          {t(here.failed ? 'phone.near.failed' : 'phone.near.waiting')}
        </p>
      )}
    </>
  )
}

function dueText(h: Home): string {
  if (!h.seen) return t('phone.due.never')
  const n = lateBy(h, today())
  return n > 0 ? t('phone.due.late', { n }) : t('phone.due.today')
}

import type { JSX } from 'preact'
import { today } from '../../store/clock'
import { status } from '../../store/phone/client'
import { dueBy, lateBy, type Home } from '../../store/phone/homes'
import { showDay } from '../../core/dates'
import { t } from '../../store/words'
import { Icon } from '../parts/icon'
import { lazy } from '../parts/lazy'
import { Loading } from '../parts/state'
import { ToLookAt } from './attention'
import { Frame } from './frame'
import { HomeLine } from './homes'
import { useHomes } from './use'

const Notices = lazy(async () => (await import('./notices')).Notices)

/** How many of those due are shown; the rest are in the list of households. */
const shownDue = 30

/** Who is due, and what has not left the phone. */
export function Today(): JSX.Element {
  const homes = useHomes()
  const due = homes && dueBy(homes, today())
  const s = status.value
  return (
    <Frame title={`${t('phone.today')} ${showDay(today())}`}>
      {s && (
        <a class={`state ${s.unsent > 0 ? 'due' : 'ok'}`} href="/phone/link">
          <Icon name={s.unsent > 0 ? 'wifi-off' : 'check'} />
          <span>
            <span class="strong">{s.unsent > 0 ? t('phone.unsent', { n: s.unsent }) : t('phone.sent')}</span>
            {s.unsent > 0 && (
              <>
                <br />
                <span class="small">{t('phone.unsent.help')}</span>
              </>
            )}
          </span>
        </a>
      )}
      <ToLookAt />
      <Notices />
      <section>
        <h2>{t('phone.due')}</h2>
        {!due && <Loading />}
        {due?.length === 0 && <p class="quiet">{t('phone.due.none')}</p>}
        {due && due.length > 0 && (
          <ul class="cards">
            {due.slice(0, shownDue).map((h) => (
              <HomeLine key={h.id} home={h} note={dueText(h)} late={lateBy(h, today()) > 0} />
            ))}
          </ul>
        )}
      </section>
    </Frame>
  )
}

function dueText(h: Home): string {
  if (!h.seen) return t('phone.due.never')
  const n = lateBy(h, today())
  return n > 0 ? t('phone.due.late', { n }) : t('phone.due.today')
}

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { HistoryEntry } from '../../core/api/types'
import { listed } from '../../core/columns'
import { showDay } from '../../core/dates'
import { cellLabel, fieldOf, isMaking } from '../../core/kinds'
import { showNumber } from '../../core/numbers'
import { today } from '../../store/clock'
import { writes } from '../../store/records'
import { recordLink } from '../../store/router'
import { hasPower, kindOf, may } from '../../store/session'
import { refreshToday, todayFault, todayNow } from '../../store/today'
import { l, lang, showAgo, t } from '../../store/words'
import { Icon, kindIcon } from '../parts/icon'
import { Failed, Loading } from '../parts/state'
import { lazy } from '../parts/lazy'
import { titleText, whoText } from '../parts/value'
import { useTitle } from '../parts/use'
import { say } from '../rights/texts'

const LostPhones = lazy(async () => (await import('../device/lost')).LostPhones)
const Work = lazy(async () => (await import('./work')).Work)

/** What needs me, then what changed, then what is held. */
export function TodayPage(): JSX.Element {
  useTitle(t('today.title'))
  useEffect(() => void refreshToday(), [writes.value])
  const now = todayNow.value
  if (!now) return todayFault.value ? <Failed fault={todayFault.value} again={() => void refreshToday()} /> : <Loading />
  const recent = now.recent.filter((e) => !isHousekeeping(e))
  const held = listed.filter((k) => may(k).read && now.counts[k] !== undefined)
  return (
    <div class="page">
      <header>
        <h1>
          {t('today.title')} <span class="quiet" style="font-weight: 400">{showDay(today())}</span>
        </h1>
      </header>
      <div class="today-grid">
        <Needs conflicts={now.conflicts} held={now.quarantined} late={now.requestsLate} pairs={now.pairs} />
        {may('enrolment').read && may('enrolment').update && (
          <div class="stack work">
            <Work />
          </div>
        )}
        <section>
          <h2>{t('today.changed')}</h2>
          {recent.length === 0 && <p class="quiet">{t('today.unchanged')}</p>}
          <ul class="feed">
            {recent.slice(0, 15).map((e) => (
              <Entry key={`${e.change.d}${e.change.n}${e.id}`} entry={e} />
            ))}
          </ul>
        </section>
        <section class="stack" hidden={held.length === 0}>
          <h2>{t('today.held.now')}</h2>
          <div class="figures">
            {held.map((k) => {
              const kind = kindOf(k)
              return (
                <a class="figure" href={`/${k}`} key={k}>
                  <b>{showNumber(now.counts[k] ?? 0)}</b>
                  <span>{kind ? l(kind.plural) : k}</span>
                </a>
              )
            })}
          </div>
        </section>
      </div>
    </div>
  )
}

/** Somebody's own screen settings are nobody's news. */
function isHousekeeping(e: HistoryEntry): boolean {
  return e.kind === 'user' && e.fields.every((f) => f.field === 'language')
}

function Needs({ conflicts, held, late, pairs }: { conflicts: number; held: number; late: number; pairs: number }): JSX.Element {
  const twin = kindOf('twin')
  return (
    <section class="stack">
      <h2>{t('today.needs')}</h2>
      {conflicts + held + late + pairs === 0 && (
        <p class="quiet nothing">
          <Icon name="check" /> {t('today.nothing')}
        </p>
      )}
      <div class="needs">
        {late > 0 && <Need to="/request" head={say('today.late', { n: late })} help={say('today.late.help')} />}
        {twin && pairs > 0 && <Need to="/twins?state=proposed" head={`${l(twin.plural)}: ${showNumber(pairs)}`} help={l(twin.help)} />}
        {conflicts > 0 && <Need to="/settle" head={t('today.conflicts', { n: conflicts })} help={t('today.conflicts.help')} />}
        {held > 0 && <Need to="/settle/held" head={t('today.held', { n: held })} help={t('today.held.help')} />}
        {hasPower('devices') && <LostPhones />}
      </div>
    </section>
  )
}

function Need({ to, head, help }: { to: string; head: string; help: string }): JSX.Element {
  return (
    <a class="need" href={to}>
      <Icon name="circle-alert" />
      <span class="grow">
        <span class="strong">{head}</span>
        <br />
        <span class="small">{help}</span>
      </span>
    </a>
  )
}

function Entry({ entry: e }: { entry: HistoryEntry }): JSX.Element {
  return (
    <li>
      <a href={recordLink(e.kind, e.id)}>
        <Icon name={kindIcon(e.kind)} />
        <span class="grow">
          <span style="font-weight: 500">{entryTitle(e)}</span>
          <br />
          <span class="quiet small">{didWhat(e)}</span>
        </span>
        <span class="quiet tiny">{showAgo(e.received)}</span>
      </a>
    </li>
  )
}

/** The record's name; for kinds named by a code, the kind too. */
function entryTitle(e: HistoryEntry): string {
  const k = kindOf(e.kind)
  const title = titleText(e.kind, e.title)
  return k && ['visit', 'membership', 'assignment', 'note', 'grant', 'consent', 'attachment'].includes(e.kind) && e.title ? `${l(k.label)} · ${title}` : title
}

function didWhat(e: HistoryEntry): string {
  const who = whoText(e.user, e.device)
  const k = kindOf(e.kind)
  if (!k) return who
  if (e.undoes || e.op === 'undo') return t('today.did.undo', { who })
  if (e.op === 'settle') return t('today.did.settle', { who })
  if (e.op === 'delete' || e.fields.some((f) => f.field === '_deleted' && f.to === true)) return t('today.did.delete', { who })
  if (e.op === 'create' || isMaking(k, e.fields)) return t('today.did.create', { who, kind: l(k.label).toLowerCase() })
  const fields = e.fields.filter((f) => !fieldOf(k, f.field)?.server).map((f) => cellLabel(k, f.field, lang.value)).slice(0, 3)
  return t('today.did.set', { who, fields: fields.join(', ').toLowerCase() })
}

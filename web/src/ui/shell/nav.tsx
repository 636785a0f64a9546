import type { JSX } from 'preact'
import type { Key } from '../../core/i18n/vi'
import { lateRequests, waiting } from '../../store/today'
import { place, section } from '../../store/router'
import { book, hasPower, kindOf, may } from '../../store/session'
import { l, t } from '../../store/words'
import { Icon, type IconName } from '../parts/icon'
import { Menu } from '../parts/menu'
import { say } from '../rights/texts'

interface Door {
  to: string
  key?: Key
  /** Its name, where a part has its words of its own. */
  words?: string
  /** Where the bar of a phone has no room for it. */
  short?: Key
  icon: IconName
  /** On a phone behind "more". */
  later?: boolean
  line?: boolean
  count?: number
}

/** The doors that my role opens, in the order of the day's work. */
export function doors(): Door[] {
  const out: Door[] = [{ to: '', key: 'nav.today', icon: 'calendar-check' }]
  const kind = (k: 'area' | 'household' | 'person' | 'assignment' | 'task' | 'visit' | 'note' | 'notice' | 'unit' | 'user' | 'device' | 'sponsor' | 'fund' | 'store' | 'pledge' | 'import', icon: IconName, later = false, short?: Key): void => {
    if (may(k).read) out.push({ to: k, key: `nav.${k}`, icon, later, ...(short && { short }) })
  }
  kind('household', 'house', false, 'nav.short.household')
  if (may('enrolment').read) out.push({ to: 'program', key: 'nav.program', short: 'nav.short.program', icon: 'heart-handshake' })
  if (may('visit').read && may('assignment').read && may('household').read) out.push({ to: 'cover', key: 'nav.cover', icon: 'footprints', later: true })
  if (may('entry').read && may('enrolment').read) out.push({ to: 'money', key: 'nav.money', icon: 'chart-column', later: true })
  if (may('sponsor').read && !may('entry').read) out.push({ to: 'given', key: 'nav.given', icon: 'heart-handshake' })
  kind('area', 'map', true)
  if (may('household').read || hasPower('devices')) out.push({ to: 'map', key: 'nav.map', icon: 'map-pin', later: true })
  if (book().pack.indicators.some((i) => may(i.kind).read)) out.push({ to: 'figure', key: 'nav.figure', icon: 'chart-column', later: true })
  kind('person', 'user', true)
  kind('visit', 'footprints', true)
  kind('note', 'sticky-note', true)
  kind('assignment', 'clipboard-list', true)
  kind('task', 'list-checks', true)
  kind('notice', 'bookmark', true)
  if (hasPower('quarantine') || may('household').update) out.push({ to: 'settle', key: 'nav.settle', short: 'nav.short.settle', icon: 'circle-alert', count: waiting.value })
  const twins = kindOf('twin')
  if (twins && may('twin').read) out.push({ to: 'twins', words: l(twins.plural), icon: 'users', later: true })
  if (may('request').read) out.push({ to: 'request', words: say('nav'), icon: 'shield', later: true, count: lateRequests.value })
  kind('store', 'bookmark', true)
  kind('fund', 'bookmark', true)
  kind('pledge', 'bookmark', true)
  kind('sponsor', 'bookmark', true)
  const at = out.length
  kind('unit', 'flag', true)
  if (may('pack').read) out.push({ to: 'form', key: 'nav.forms', icon: 'file-text', later: true })
  kind('import', 'download', true)
  if (may('recording').create) out.push({ to: 'speech', key: 'nav.speech', icon: 'mic', later: true })
  if (hasPower('users')) kind('user', 'user-cog', true)
  if (hasPower('devices')) kind('device', 'smartphone', true)
  if (hasPower('looks')) out.push({ to: 'looks', key: 'nav.looks', icon: 'eye', later: true })
  const first = out[at]
  if (first) first.line = true
  return out
}

/** What a door is called. */
export const doorName = (d: Door): string => (d.key ? t(d.key) : (d.words ?? ''))

/** The left column of the desk; on a phone a bar at the bottom. */
export function Nav(): JSX.Element {
  const all = doors()
  return (
    <nav class="nav" aria-label={t('nav.label')}>
      {all.map((d) => (
        <>
          {d.line && <hr />}
          <DoorLink door={d} />
        </>
      ))}
      <div class="more">
        <Menu label={t('nav.more')} class="" button={<><Icon name="ellipsis" /> {t('nav.more')}</>}>
          {() =>
            all.filter((d) => d.later).map((d) => <DoorLink door={d} item />)
          }
        </Menu>
      </div>
    </nav>
  )
}

function DoorLink({ door: d, item }: { door: Door; item?: boolean }): JSX.Element {
  const current = section.value === d.to && place.value.parts.length <= 1
  return (
    <a class={item ? 'item' : d.later ? 'later' : ''} href={`/${d.to}`} aria-current={current ? 'page' : section.value === d.to ? 'true' : undefined}>
      <Icon name={d.icon} />
      <span class={d.short ? 'long' : ''}>{doorName(d)}</span>
      {d.short && <span class="short">{t(d.short)}</span>}
      {d.count ? <span class="count num">{d.count}</span> : null}
    </a>
  )
}

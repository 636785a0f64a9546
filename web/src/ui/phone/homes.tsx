import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { today } from '../../store/clock'
import { childrenSince, programs, villages } from '../../store/phone/book'
import { found, type Filter, type Home } from '../../store/phone/homes'
import { goesOn } from '../../store/phone/programs'
import { book } from '../../store/session'
import { showAgoDay, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Loading } from '../parts/state'
import { Frame } from './frame'
import { useHomes } from './use'

/** How many lines are drawn at first; more as one scrolls near the end. */
const atOnce = 60

export function areaName(id: string): string {
  return book().areas.byId.get(id)?.name ?? ''
}

export function HomeLine({ home: h, note, late }: { home: Home; note: string; late?: boolean }): JSX.Element {
  return (
    <li>
      <a href={`/phone/home/${h.id}`}>
        <span class="grow">
          <span class="name">
            {h.name}
            {h.poor && <Icon name="heart-handshake" label={t('phone.filter.poor')} />}
          </span>
          <br />
          <span class="quiet small">{areaName(h.area)}</span>
        </span>
        <span class={`small ${late ? 'late strong' : 'quiet'}`}>{h.waiting > 0 ? <span class="tag due">{t('phone.waiting')}</span> : note}</span>
      </a>
    </li>
  )
}

/** The households of this phone: search, filters, by given name. */
export function Homes(): JSX.Element {
  const homes = useHomes()
  const [typed, setTyped] = useState('')
  const [filter, setFilter] = useState<Filter>('all')
  const [most, setMost] = useState(atOnce)
  const some = useMemo(() => homes && found(homes, typed, filter, childrenSince(), goesOn(programs.value, today())), [homes, typed, filter])
  const mayAdd = useMemo(() => villages().length > 0, [])
  const more = (b: HTMLElement): void => {
    if (b.scrollTop + b.clientHeight * 2 > b.scrollHeight) setMost((n) => n + atOnce)
  }
  const filters: [Filter, 'phone.filter.all' | 'phone.filter.never' | 'phone.filter.poor' | 'phone.filter.child' | 'phone.filter.scheme'][] = [
    ['all', 'phone.filter.all'],
    ['never', 'phone.filter.never'],
    ['poor', 'phone.filter.poor'],
    ['child', 'phone.filter.child'],
    ['scheme', 'phone.filter.scheme'],
  ]
  return (
    <Frame title={t('phone.homes')} onScroll={more}>
      <div>
        <input class="input" type="search" autocomplete="off" aria-label={t('phone.homes.find')} placeholder={t('phone.homes.find')} value={typed} onInput={(e) => setTyped(e.currentTarget.value)} />
        <p class="filters">
          {filters.map(([f, key]) => (
            <button type="button" key={f} class={`chip ${filter === f ? 'on' : ''}`} aria-pressed={filter === f} onClick={() => setFilter(f)}>
              {t(key)}
            </button>
          ))}
        </p>
      </div>
      {mayAdd && (
        <a class="btn wide" href="/phone/new/household">
          <Icon name="plus" /> {t('phone.home.add')}
        </a>
      )}
      {!some && <Loading />}
      {homes?.length === 0 && <p class="empty">{t('phone.homes.none')}</p>}
      {homes && homes.length > 0 && some?.length === 0 && <p class="empty">{t('phone.homes.notfound')}</p>}
      {some && some.length > 0 && (
        <section>
          <p class="quiet small" style="margin-bottom: 8px">
            {t('phone.homes.count', { n: some.length })}
          </p>
          <ul class="cards">
            {some.slice(0, most).map((h) => (
              <HomeLine key={h.id} home={h} note={h.seen ? showAgoDay(h.seen) : t('phone.due.never')} />
            ))}
          </ul>
        </section>
      )}
    </Frame>
  )
}

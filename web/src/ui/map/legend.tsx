import type { JSX } from 'preact'
import type { Standing } from '../../core/map/group'
import { book } from '../../store/session'
import { l } from '../../store/words'
import { say } from './texts'

/** The mark of a standing, as the map draws it. */
export function MarkSign({ standing: s }: { standing: Standing }): JSX.Element {
  return (
    <svg class={`sign ${s}`} viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      {s === 'late' && <path d="M10 2 18 16H2Z" />}
      {s === 'never' && <rect x="4" y="4" width="12" height="12" />}
      {(s === 'seen' || s === 'plain') && <circle cx="10" cy="10" r="7" />}
    </svg>
  )
}

export function Legend(): JSX.Element {
  const all: [Standing, 'late' | 'never' | 'seen'][] = [
    ['late', 'late'],
    ['never', 'never'],
    ['seen', 'seen'],
  ]
  return (
    <p class="legend small">
      {all.map(([s, key]) => (
        <span key={s}>
          <MarkSign standing={s} /> {say(key)}
        </span>
      ))}
    </p>
  )
}

/** Whose map it is; always beside it. */
export function Attribution({ more = [] }: { more?: string[] }): JSX.Element {
  const ours = book().pack.attribution.filter((a) => ['openstreetmap', 'geonames'].includes(a.code))
  return <p class="attribution tiny quiet">{[...ours.map((a) => l(a.text)), ...more, say('approx')].join(' · ')}</p>
}

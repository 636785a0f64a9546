import type { JSX } from 'preact'
import { pathOf, viewOf } from '../../core/geo'
import { book } from '../../store/session'
import { l } from '../../store/words'
import { loadShapes, paint } from '../area/map'
import { Failed } from '../parts/state'
import { useFetched } from '../parts/use'
import { figureText } from './cell'
import type { Point } from './chart'

/** Circles at the points of areas, larger where the figure is higher; nothing where no area has a point. */
export function Bubbles({ points, alt }: { points: Point[]; alt: string }): JSX.Element | null {
  const found = useFetched('geometry', loadShapes)
  const { areas, pack } = book()
  const spots = points.flatMap((p) => {
    const at = areas.byId.get(p.key)?.point
    return at ? [{ ...p, at }] : []
  })
  if (spots.length < 2) return null
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  const border = (found.data ?? []).filter((s) => s.kind === 'line' && s.part === 'province').flatMap((s) => s.rings.flat())
  const view = viewOf([...spots.map((s): [number, number] => [s.at.lon, s.at.lat]), ...border], 720, 40)
  const high = Math.max(1, ...spots.map((s) => s.cell.v ?? 0))
  return (
    <figure>
      <svg class="chart" viewBox={`0 0 ${view.width} ${view.height}`} role="img" aria-label={alt}>
        {(found.data ?? []).map((s, i) => (
          <path key={i} d={pathOf(s, view)} {...paint(s)} />
        ))}
        {spots.map((s) => {
          const [x, y] = view.at(s.at.lon, s.at.lat)
          const r = s.cell.v ? 4 + 20 * Math.sqrt(s.cell.v / high) : 3
          return (
            <g key={s.key}>
              <circle cx={x} cy={y} r={r} class={s.cell.v ? 'bubble' : 'closed'} />
              {s.cell.v !== null && s.cell.v > high / 8 && (
                <text x={x} y={y + 5} text-anchor="middle" class="num">
                  {figureText(s.cell.v)}
                </text>
              )}
              <title>{s.cell.v === null ? s.name : `${s.name}: ${figureText(s.cell.v)}`}</title>
            </g>
          )
        })}
      </svg>
      <figcaption class="quiet tiny">{pack.attribution.filter((a) => ['openstreetmap', 'geonames'].includes(a.code)).map((a) => l(a.text)).join(' · ')}</figcaption>
    </figure>
  )
}

import type { JSX } from 'preact'
import type { Area } from '../../core/api/types'
import { label, onMap } from '../../core/areas'
import { pathOf, shapes, viewOf, type Shape, type View } from '../../core/geo'
import { get } from '../../store/client'
import { today } from '../../store/clock'
import { go, recordLink } from '../../store/router'
import { book } from '../../store/session'
import { l, t } from '../../store/words'
import { Failed } from '../parts/state'
import { useFetched } from '../parts/use'

let geometry: Promise<Shape[]> | null = null

/** The pack's shapes: land around first, then the border. Asked for once. */
export function loadShapes(): Promise<Shape[]> {
  geometry ??= Promise.all([get('/map/context.geojson', shapes), get('/map/border.geojson', shapes)]).then(
    (both) => both.flat(),
    (e: unknown) => {
      geometry = null
      throw e
    },
  )
  return geometry
}

/** Where a place lies: the border, the places of its level beside it, and itself. */
export function MiniMap({ area }: { area: Area }): JSX.Element | null {
  const found = useFetched('geometry', loadShapes)
  const { areas, pack } = book()
  const day = area.validTo || today()
  const beside = [...areas.byId.values()].filter((a) => a.point && a.level === (area.level === 'province' ? 'commune' : area.level) && onMap(a, day))
  if (!area.point && area.level !== 'province') return null
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  const border = (found.data ?? []).filter((s) => s.kind === 'line' && s.part === 'province').flatMap((s) => s.rings.flat())
  const frame: [number, number][] = [...beside.map((a): [number, number] => [a.point?.lon ?? 0, a.point?.lat ?? 0]), ...border]
  if (frame.length === 0) return null
  const view = viewOf(frame, 720, 36)
  return (
    <section class="group map">
      <header>
        <h2>{t('area.map')}</h2>
        {area.approx && <span class="tag">{t('area.approx')}</span>}
      </header>
      <figure style="margin-top: 12px">
        <svg viewBox={`0 0 ${view.width} ${view.height}`} role="img" aria-label={t('area.map.alt', { name: label(area) })}>
          {(found.data ?? []).map((s, i) => (
            <path key={i} d={pathOf(s, view)} {...paint(s)} />
          ))}
          {beside.map((a) => a.id !== area.id && <Dot key={a.id} area={a} view={view} />)}
          <Here area={area} view={view} />
        </svg>
        <figcaption class="quiet tiny" style="margin-top: 6px">
          {pack.attribution.filter((a) => ['openstreetmap', 'geonames'].includes(a.code)).map((a) => l(a.text)).join(' · ')}
        </figcaption>
      </figure>
    </section>
  )
}

export function paint(s: Shape): Record<string, string | number> {
  if (s.kind === 'area') return { fill: 'var(--land)', stroke: 'var(--line)', 'stroke-width': 1 }
  return { fill: 'none', stroke: 'var(--late)', 'stroke-width': s.part === 'province' ? 2.5 : 1, 'stroke-linejoin': 'round' }
}

function Dot({ area, view }: { area: Area; view: View }): JSX.Element | null {
  if (!area.point) return null
  const [x, y] = view.at(area.point.lon, area.point.lat)
  return (
    <g style="cursor: pointer" onClick={() => go(recordLink('area', area.id))}>
      <circle cx={x} cy={y} r="12" fill="transparent" />
      <circle cx={x} cy={y} r="3.5" fill="var(--surface)" stroke="var(--quiet)" stroke-width="1.5" />
      <title>{label(area)}</title>
    </g>
  )
}

function Here({ area, view }: { area: Area; view: View }): JSX.Element | null {
  if (!area.point) return null
  const [x, y] = view.at(area.point.lon, area.point.lat)
  const left = x > view.width * 0.7
  return (
    <g>
      <circle cx={x} cy={y} r="7" fill="var(--primary)" stroke="var(--surface)" stroke-width="2" stroke-dasharray={area.approx ? '3 2' : undefined} />
      <text x={left ? x - 12 : x + 12} y={y + 5} text-anchor={left ? 'end' : 'start'} font-size="15" font-weight="600" fill="var(--ink)" stroke="var(--land)" stroke-width="4" paint-order="stroke">
        {label(area)}
      </text>
    </g>
  )
}

import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { inView, placed, type Mark } from '../../core/map/group'
import { layerOf, type Layer } from '../../core/map/layer'
import { fit, toWorld, type Camera } from '../../core/map/mercator'
import { today } from '../../store/clock'
import { childrenSince, programs } from '../../store/phone/book'
import { goesOn } from '../../store/phone/programs'
import { ask, version } from '../../store/phone/client'
import { found, lateBy, type Filter, type Home } from '../../store/phone/homes'
import type { PhoneMaps } from '../../store/phone/mapping'
import { t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Loading } from '../parts/state'
import { MapCanvas, type Size } from '../map/canvas'
import { Attribution, Legend, MarkSign } from '../map/legend'
import { placeNames } from '../map/places'
import { say, sizeText } from '../map/texts'
import { Frame } from './frame'
import { useHere, type Here } from './here'
import { areaName } from './homes'
import { TileLayers, useTiles } from './map.tiles'
import { useHomes } from './use'

/** Lines of the list at first. */
const atOnce = 30

function standing(h: Home): Mark['standing'] {
  if (h.due !== '' && lateBy(h, today()) >= 0) return 'late'
  return h.seen === '' ? 'never' : 'seen'
}

export function markOf(h: Home): Mark[] {
  return h.spot ? [{ id: h.id, name: h.name, lon: h.spot.lon, lat: h.spot.lat, standing: standing(h) }] : []
}

interface Kept {
  layers: Layer[]
  missing: PhoneMaps['missing']
}

/** The maps of this phone, read again when a meeting brought others. */
function useMaps(): Kept | null {
  const [kept, setKept] = useState<Kept | null>(null)
  useEffect(() => {
    ask('maps').then(
      ({ maps, missing }) => setKept({ layers: maps.sort((a, b) => order(a) - order(b)).map((m) => layerOf(m.name, m.from, JSON.parse(m.text))), missing }),
      () => setKept({ layers: [], missing: [] }),
    )
  }, [version.value])
  return kept
}

/** What lies beneath first: land, the pack's lines, the office's files. */
function order(m: { from: string; name: string }): number {
  return m.from === 'office' ? 2 : m.name.startsWith('context') ? 0 : 1
}

/** My households on the map of this phone, without a network. */
export function MapPage(): JSX.Element {
  const homes = useHomes()
  const kept = useMaps()
  return (
    <Frame title={say('title')}>
      {!homes || !kept ? <Loading /> : <Filled homes={homes} kept={kept} />}
    </Frame>
  )
}

const filters: [Filter, 'phone.filter.all' | 'phone.filter.never' | 'phone.filter.poor' | 'phone.filter.child' | 'phone.filter.scheme'][] = [
  ['all', 'phone.filter.all'],
  ['never', 'phone.filter.never'],
  ['poor', 'phone.filter.poor'],
  ['child', 'phone.filter.child'],
  ['scheme', 'phone.filter.scheme'],
]

function Filled({ homes, kept }: { homes: Home[]; kept: Kept }): JSX.Element {
  const [filter, setFilter] = useState<Filter>('all')
  const [follows, setFollows] = useState(false)
  const [view, setView] = useState<{ camera: Camera; size: Size } | null>(null)
  const [picked, setPicked] = useState<string[]>([])
  const [off, setOff] = useState<ReadonlySet<string>>(new Set())
  const here = useHere(follows)
  const some = useMemo(() => found(homes, '', filter, childrenSince(), goesOn(programs.value, today())), [homes, filter])
  const marks = useMemo(() => some.flatMap(markOf), [some])
  const names = useMemo(placeNames, [kept])
  const tiles = useTiles()
  const first = useMemo(() => whole(marks, names, 340, 340), [])
  const camera = view?.camera ?? first
  const size = view?.size ?? { width: 340, height: 340 }
  const byId = useMemo(() => new Map(some.map((h) => [h.id, h])), [some])
  const showAll = (): void => setView({ camera: whole(marks, names, size.width, size.height), size })
  useEffect(() => {
    if (!here.spot) return
    const [x, y] = toWorld(here.spot.lon, here.spot.lat)
    setView({ camera: { x, y, zoom: Math.max(camera.zoom, 13) }, size })
  }, [here.spot === null])
  const move = (c: Camera, s: Size): void => setView((was) => ({ camera: was || s.width === 0 ? c : whole(marks, names, s.width, s.height), size: s }))
  const nowhere = some.length - marks.length
  return (
    <>
      <p class="filters" role="group" style="margin-top: 0">
        {filters.map(([f, key]) => (
          <button type="button" key={f} class={`chip ${filter === f ? 'on' : ''}`} aria-pressed={filter === f} onClick={() => setFilter(f)}>
            {t(key)}
          </button>
        ))}
      </p>
      <MapCanvas label={say('alt.phone', { n: marks.length })} layers={kept.layers} tiles={tiles.sources} off={off} names={names} marks={marks} here={follows ? here.spot : null} chosen={picked[0] ?? ''} camera={camera} onMove={move} onPick={(m) => setPicked(m.map((x) => x.id))} />
      <Attribution more={tiles.attributions} />
      {kept.layers.length === 0 && <p class="state due">{say('none')}</p>}
      {picked.length > 0 && <Picked homes={picked.flatMap((id) => byId.get(id) ?? [])} close={() => setPicked([])} />}
      <Legend />
      <div class="row wrap">
        <HereButton here={here} follows={follows} set={setFollows} />
        <button type="button" class="btn" onClick={showAll}>
          {say('all')}
        </button>
      </div>
      {marks.length === 0 && homes.length > 0 && <p class="empty">{say('nowhere.none')}</p>}
      {nowhere > 0 && (
        <a class="state" href="/phone/homes">
          <Icon name="map-pin" /> {say('nowhere', { n: nowhere })}
        </a>
      )}
      <Layers kept={kept} off={off} set={setOff} />
      <TileLayers tiles={tiles.state} off={off} set={setOff} />
      <InView marks={marks} camera={camera} size={size} byId={byId} />
    </>
  )
}

/** A camera on all marks; without any, on the names of places. */
function whole(marks: Mark[], names: { x: number; y: number }[], width: number, height: number): Camera {
  const all = fit(marks.map((m) => [m.lon, m.lat]), width, height)
  if (all) return all
  const xs = names.map((n) => n.x)
  const ys = names.map((n) => n.y)
  return names.length > 0 ? { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2, zoom: 8 } : { x: 0.5, y: 0.5, zoom: 6 }
}

function HereButton({ here, follows, set }: { here: Here; follows: boolean; set: (on: boolean) => void }): JSX.Element {
  const says = !follows ? '' : here.spot ? say('here.acc', { n: here.spot.acc }) : here.failed ? say('here.failed') : say('here.finding')
  return (
    <>
      <button type="button" class="btn" aria-pressed={follows} onClick={() => set(!follows)}>
        <Icon name="navigation" /> {say(follows ? 'here.off' : 'here')}
      </button>
      {says && (
        <span class="small quiet" role="status">
          {says}
        </span>
      )}
    </>
  )
}

function HomeOnMap({ home: h }: { home: Home }): JSX.Element {
  const s = standing(h)
  return (
    <li>
      <a href={`/phone/home/${h.id}`}>
        <MarkSign standing={s} />
        <span class="grow">
          <span class="name">{h.name}</span>
          <br />
          <span class="quiet small">
            {areaName(h.area)} · {say(s)}
          </span>
        </span>
        <Icon name="chevron-right" />
      </a>
    </li>
  )
}

/** What a finger touched: one household, or those that lie too close to tell apart. */
function Picked({ homes, close }: { homes: Home[]; close: () => void }): JSX.Element {
  return (
    <section class="picked" role="status">
      {homes.length > 1 && <h2>{say('picked', { n: homes.length })}</h2>}
      <ul class="cards">
        {homes.slice(0, atOnce).map((h) => (
          <HomeOnMap key={h.id} home={h} />
        ))}
      </ul>
      <button type="button" class="btn bare wide" onClick={close}>
        {say('close')}
      </button>
    </section>
  )
}

/** The same as words: what the frame holds, for keys and readers of the screen. */
function InView({ marks, camera, size, byId }: { marks: Mark[]; camera: Camera; size: Size; byId: Map<string, Home> }): JSX.Element {
  const [most, setMost] = useState(atOnce)
  const all = useMemo(() => placed(marks), [marks])
  const homes = inView(all, camera, size.width, size.height).flatMap((m) => byId.get(m.id) ?? [])
  return (
    <section class="inview">
      <h2>{say('view', { n: homes.length })}</h2>
      {homes.length === 0 && marks.length > 0 && <p class="quiet">{say('view.none')}</p>}
      {homes.length > 0 && (
        <ul class="cards">
          {homes.slice(0, most).map((h) => (
            <HomeOnMap key={h.id} home={h} />
          ))}
        </ul>
      )}
      {homes.length > most && (
        <button type="button" class="btn bare wide" onClick={() => setMost(most + atOnce)}>
          {say('more', { n: homes.length - most })}
        </button>
      )}
    </section>
  )
}

function Layers({ kept, off, set }: { kept: Kept; off: ReadonlySet<string>; set: (off: ReadonlySet<string>) => void }): JSX.Element | null {
  const office = kept.layers.filter((x) => x.from === 'office')
  if (office.length === 0 && kept.missing.length === 0) return null
  const turn = (id: string): void => {
    const next = new Set(off)
    if (!next.delete(id)) next.add(id)
    set(next)
  }
  return (
    <section class="layers">
      <h2>{say('layers')}</h2>
      {office.map((x) => (
        <label key={x.id}>
          <input type="checkbox" checked={!off.has(x.id)} onChange={() => turn(x.id)} /> {x.id.replace(/\.geojson$/, '')}
        </label>
      ))}
      {kept.missing.map((m) => (
        <p class="small quiet" key={m.name}>
          {say(m.held ? `missing.${m.held}` : 'missing', { name: m.name, size: sizeText(m.size) })}
        </p>
      ))}
    </section>
  )
}

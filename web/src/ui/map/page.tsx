import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import * as d from '../../core/api/decoders'
import type { Text } from '../../core/api/types'
import { json, list, maybe, num, object, str, textOf } from '../../core/decode'
import type { Mark } from '../../core/map/group'
import { layerOf, type Layer } from '../../core/map/layer'
import { fit, type Camera } from '../../core/map/mercator'
import { spotOf } from '../../core/near'
import { get } from '../../store/client'
import { listRecords } from '../../store/records'
import { go, recordLink } from '../../store/router'
import { may } from '../../store/session'
import { l } from '../../store/words'
import { Icon } from '../parts/icon'
import { Failed, Loading } from '../parts/state'
import { useFetched, useTitle } from '../parts/use'
import { MapCanvas, type Size } from './canvas'
import type { DeskTiles } from './desk-tiles'
import { Attribution, MarkSign } from './legend'
import { InFrame } from './list'
import { placeNames } from './places'
import { say, sizeText } from './texts'

/** As many households are drawn at most; the list shows the others. */
const most = 2000
const atOnce = 200

interface OfficeFile {
  name: string
  kind: string
  size: number
  tag: string
  problem: { text: Text } | null
}

const filesOf = object<{ files: OfficeFile[] }>({ files: list(object<OfficeFile>({ name: str, kind: str, size: num, tag: str, problem: maybe(object<{ text: Text }>({ text: d.text })) })) })

interface Loaded {
  layers: Layer[]
  tiles: DeskTiles
  files: OfficeFile[]
}

/** The pack's shapes and the office's good GeoJSON files; one that can't be read is left out and named. */
async function loadMaps(signal: AbortSignal): Promise<Loaded> {
  const { files } = await get('/maps', filesOf, signal)
  const pack = await Promise.all(['context.geojson', 'border.geojson'].map(async (name) => layerOf(name, 'pack', await get(`/map/${name}`, json, signal))))
  const good = files.filter((f) => !f.problem && f.kind === 'geojson')
  const office = await Promise.all(good.map(async (f) => layerOf(f.name, 'office', await get(`/maps/${encodeURIComponent(f.name)}`, json, signal))))
  const tiles = files.filter((f) => !f.problem && f.kind === 'pmtiles')
  return { layers: [...pack, ...office], tiles: tiles.length > 0 ? await (await import('./desk-tiles')).openTiles(tiles) : { sources: [], attributions: [], broken: [] }, files }
}

interface Homes {
  marks: Mark[]
  /** The village of each. */
  areas: Map<string, string>
  nowhere: number
  read: number
  total: number
}

async function loadHomes(signal: AbortSignal): Promise<Homes> {
  const out: Homes = { marks: [], areas: new Map(), nowhere: 0, read: 0, total: 0 }
  if (!may('household').read) return out
  for (let after = ''; out.read < most; ) {
    const query = new URLSearchParams({ limit: String(atOnce), ...(after && { after }) })
    const page = await listRecords('household', query, signal)
    out.total = page.total
    for (const r of page.rows) {
      const spot = spotOf(r.v.point)
      out.read += 1
      out.areas.set(r.id, textOf(r.v.area))
      if (spot) out.marks.push({ id: r.id, name: r.title, lon: spot.lon, lat: spot.lat, standing: 'plain' })
      else out.nowhere += 1
    }
    after = page.next
    if (!after) break
  }
  return out
}

/** The map of the desk: households in my scope, areas, the office's layers and what is wrong with any. */
export function MapPage(): JSX.Element {
  useTitle(say('title'))
  const maps = useFetched('maps', loadMaps)
  const homes = useFetched('map homes', loadHomes)
  return (
    <div class="page mapdesk">
      <h1>{say('title')}</h1>
      {maps.fault && <Failed fault={maps.fault} again={maps.again} />}
      {homes.fault && <Failed fault={homes.fault} again={homes.again} />}
      {!maps.data || !homes.data ? !maps.fault && !homes.fault && <Loading /> : <Filled maps={maps.data} homes={homes.data} />}
    </div>
  )
}

function Filled({ maps, homes }: { maps: Loaded; homes: Homes }): JSX.Element {
  const names = useMemo(placeNames, [])
  const [view, setView] = useState<{ camera: Camera; size: Size } | null>(null)
  const [picked, setPicked] = useState<string[]>([])
  const [off, setOff] = useState<ReadonlySet<string>>(new Set())
  const whole = (s: Size): Camera => {
    const border = maps.layers.flatMap((x) => x.shapes.filter((p) => p.kind === 'line' && p.part === 'province').flatMap((p) => p.rings.flat()))
    return fit([...homes.marks.map((m): [number, number] => [m.lon, m.lat]), ...border], s.width || 800, s.height || 500) ?? { x: 0.5, y: 0.5, zoom: 6 }
  }
  const move = (c: Camera, s: Size): void => setView((was) => ({ camera: was ? c : whole(s), size: s }))
  const chosen = picked.flatMap((id) => homes.marks.find((m) => m.id === id) ?? [])
  useEffect(() => {
    const [only] = chosen
    if (chosen.length === 1 && only) go(recordLink('household', only.id))
  }, [picked])
  const camera = view?.camera ?? whole({ width: 800, height: 500 })
  return (
    <>
      <div class="sides">
        <div>
          <MapCanvas label={say('alt.desk', { n: homes.marks.length })} layers={maps.layers} tiles={maps.tiles.sources} off={off} names={names} marks={homes.marks} here={null} chosen="" camera={camera} onMove={move} onPick={(m) => setPicked(m.map((x) => x.id))} />
          <Attribution more={maps.tiles.attributions} />
          {maps.tiles.broken.map((name) => (
            <p key={name} class="quiet">
              {say('tiles.broken', { name })}
            </p>
          ))}
          {homes.read < homes.total && <p class="quiet">{say('cut', { n: homes.read, of: homes.total })}</p>}
          {homes.nowhere > 0 && (
            <p class="small quiet">
              <Icon name="map-pin" /> {say('nowhere', { n: homes.nowhere })}
            </p>
          )}
          {chosen.length > 1 && (
            <section class="group" role="status">
              <h2>{say('picked', { n: chosen.length })}</h2>
              <ul>
                {chosen.slice(0, 40).map((m) => (
                  <li key={m.id}>
                    <a href={recordLink('household', m.id)}>
                      <MarkSign standing="plain" /> {m.name}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
        <InFrame marks={homes.marks} areas={homes.areas} camera={camera} size={view?.size ?? { width: 800, height: 500 }} />
      </div>
      <Layers files={maps.files} off={off} set={setOff} />
    </>
  )
}

function Layers({ files, off, set }: { files: OfficeFile[]; off: ReadonlySet<string>; set: (off: ReadonlySet<string>) => void }): JSX.Element {
  const turn = (id: string): void => {
    const next = new Set(off)
    if (!next.delete(id)) next.add(id)
    set(next)
  }
  return (
    <section class="group layers">
      <h2>{say('layers')}</h2>
      {files.length === 0 && <p class="quiet">{say('layers.none')}</p>}
      {files.map((f) =>
        f.problem ? (
          <p key={f.name}>
            <Icon name="triangle-alert" /> <b>{f.name}</b>. {say('problem')}: {l(f.problem.text)}
          </p>
        ) : (
          <label key={f.name}>
            <input type="checkbox" checked={!off.has(f.name)} onChange={() => turn(f.name)} /> {f.name.replace(/\.(geojson|pmtiles)$/, '')} <span class="quiet">{sizeText(f.size)}</span>
          </label>
        ),
      )}
    </section>
  )
}

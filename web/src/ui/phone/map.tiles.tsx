import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { ask, filesTurn, version } from '../../store/phone/client'
import type { PhoneTiles, TileState } from '../../store/phone/mapping'
import type { TileSource } from '../map/ground'
import { say, sizeText } from '../map/texts'

/** What tiles may take on the phone, in MB. */
const rooms = [0, 10, 30, 60, 120]

interface Tiles {
  state: PhoneTiles | null
  sources: TileSource[]
  attributions: string[]
}

/** The office's tiles as this phone has them. */
export function useTiles(): Tiles {
  const [state, setState] = useState<PhoneTiles | null>(null)
  useEffect(() => {
    ask('tiles').then(setState, () => setState(null))
  }, [filesTurn.value, version.value])
  const here = (state?.files ?? []).filter((f) => f.type > 0 && f.kept > 0)
  const key = here.map((f) => `${f.name} ${f.tag} ${f.whole} ${f.maxZoom}`).join('\n')
  const sources = useMemo(() => here.map(sourceOf), [key])
  return { state, sources, attributions: [...new Set(here.map((f) => f.attribution).filter(Boolean))] }
}

function sourceOf(f: TileState): TileSource {
  return { id: f.name, edition: `${f.tag} ${f.whole} ${f.maxZoom}`, type: f.type, min: f.minZoom, max: f.maxZoom, read: (z, x, y) => ask('tile', f.name, z, x, y) }
}

/** How a file stands, in words. */
function standing(f: TileState): string {
  const fills = { zoom: f.maxZoom, kept: sizeText(f.kept), wanted: sizeText(f.wanted) }
  if (f.whole) return f.wanted > 0 ? say('tiles.whole', fills) : say(f.type > 0 ? 'tiles.small' : 'tiles.empty')
  if (f.held) return say(f.wanted === 0 && f.held !== 'never' ? 'tiles.none' : `tiles.${f.held}`, fills)
  return f.wanted > 0 ? say('tiles.part', fills) : say('tiles.none')
}

export function TileLayers({ tiles, off, set }: { tiles: PhoneTiles | null; off: ReadonlySet<string>; set: (off: ReadonlySet<string>) => void }): JSX.Element | null {
  if (!tiles || tiles.files.length === 0) return null
  const turn = (id: string): void => {
    const next = new Set(off)
    if (!next.delete(id)) next.add(id)
    set(next)
  }
  return (
    <section class="layers">
      {tiles.files.map((f) => (
        <div key={f.name}>
          <label>
            <input type="checkbox" checked={!off.has(f.name)} disabled={f.kept === 0} onChange={() => turn(f.name)} /> {f.name.replace(/\.pmtiles$/, '')}
          </label>
          <p class="small quiet">{standing(f)}</p>
        </div>
      ))}
      <div class="field">
        <label class="label" for="tile-room">
          {say('tiles.room')}
        </label>
        <select id="tile-room" class="input" value={String(tiles.budget / 1_000_000)} onChange={(e) => void ask('setTileBudget', Number(e.currentTarget.value) * 1_000_000)}>
          {rooms.map((n) => (
            <option key={n} value={String(n)}>
              {n === 0 ? say('tiles.room.none') : say('tiles.room.mb', { n })}
            </option>
          ))}
        </select>
        <p class="help">{say('tiles.room.help')}</p>
      </div>
    </section>
  )
}

/** The office's tiles at the desk, read from the server in ranges. */
import { FetchSource, PMTiles } from 'pmtiles'
import { attributionOf } from '../../core/map/attribution'
import type { TileSource } from './ground'

export interface DeskTiles {
  sources: TileSource[]
  attributions: string[]
  /** Names of those that could not be opened. */
  broken: string[]
}

export async function openTiles(files: { name: string; tag: string }[]): Promise<DeskTiles> {
  const out: DeskTiles = { sources: [], attributions: [], broken: [] }
  for (const f of files) {
    try {
      const reader = new PMTiles(new FetchSource(`/api/maps/${encodeURIComponent(f.name)}`))
      const h = await reader.getHeader()
      const said = attributionOf(await reader.getMetadata())
      if (said && !out.attributions.includes(said)) out.attributions.push(said)
      out.sources.push({ id: f.name, edition: f.tag, type: h.tileType, min: h.minZoom, max: h.maxZoom, read: async (z, x, y) => (await reader.getZxy(z, x, y))?.data ?? null })
    } catch {
      out.broken.push(f.name)
    }
  }
  return out
}
